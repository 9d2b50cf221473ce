// Four files run side by side, most of them with processes of their own: five seconds are too few
// where a machine is busy.
jest.setTimeout(30_000);
