-- Questions that wait to be asked again because their last text was bad. A run
-- asks them first, and finds them among millions that were never asked.
CREATE INDEX items_spoilt ON items (id) WHERE state = 'pending' AND faults > 0;
