// Every command of the engine starts processes; the default of five seconds is for tests that do not.
jest.setTimeout(180_000);
