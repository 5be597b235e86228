// What tests read from a terminal must not depend on where they run: a CI service asks for colours with CI or FORCE_COLOR,
// and programs that tests start inherit both. Node warns when FORCE_COLOR meets NO_COLOR, so that it has to go.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
