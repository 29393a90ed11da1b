package pipeline

// A line is where a run's items stand until they may be asked. It bounds how
// many have a goroutine of their own, and its memory, without being of use yet:
// on a large account thousands may be in flight, but few are where predictions
// take a second. A nil line lets everyone by.
type line chan struct{}

// lineLength is how many items may stand in line: far more than are made ready
// and written down while a submission takes place.
const lineLength = 512

// enter waits for room, which comes soon: also where a run ends, as then all
// who stand in line go.
func (l line) enter() {
	if l != nil {
		l <- struct{}{}
	}
}

// stepOut takes the item out of the line, once.
func (s *story) stepOut() {
	if s.inLine {
		s.inLine = false
		<-s.line
	}
}
