-- That a question is answered in two parts is told by its kind alone: prompts that
-- name both labels have it, whoever wrote them.
UPDATE prompts SET kind = 'complex' WHERE instr(params, '"Short:') > 0 AND instr(params, '"Long:') > 0;
