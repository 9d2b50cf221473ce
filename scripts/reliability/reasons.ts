// What a reader of a row should know beside its tests: why there are none, or in what the design
// differs from what the row may suggest.

/** Rows that no test tries on purpose; the reason is what a reader is told. */
export const untried: Readonly<Record<string, string>> = {};

/** Short remarks on rows that are tried. */
export const remarks: Readonly<Record<string, string>> = {
  A04: "Five attempts of ten seconds, so about a minute until the error.",
  A12: "501 counts as unknown, not as refused: somebody in between may have said it.",
  A15: "A Retry-After beyond the call's deadline ends the call at once instead of waiting.",
  B09: "Nothing is sent again before 30 s of looking have shown no job; a third time it is never sent.",
  B22: "After 30 s without the job it is ordered once more, and of two jobs one is cancelled when the other shows up within 30 s more. Where a list is seen to lag, by another job that it lacks, nothing is ordered: the intent stays in the state.",
  C11: "A probe every half minute until the deadline; see A16 for creates.",
  C21: "They are left out without a word: the other addresses count.",
  D08: "410 is an error like any other: only a 404 that is proven is gone.",
  D12: "The API cannot change a title; the inputs are never overwritten by what the service says.",
  D16: "A read that fails five times is an error, and its resource stays.",
  E02: "1,000 random spellings in each run of the test.",
  E08: "With `--replace`, with the new job first, and on a machine without a journal nothing tells whose the old job is: `onOrphan` decides, and by default nothing is bought.",
  F10: "The look before the cancel is answered with the status that the job had before.",
  G06: "A clock that is off by up to a year is corrected. Beyond that nobody knows whose is wrong, and the call fails.",
  G10: "In one process; other processes draw from the same source of the operating system.",
  G12: "The answer that arrives first counts. Where the second one is all that arrives, see B19.",
  G13: "A request is signed when it leaves, after every queue and pause.",
  G16: "Read where HTTP allows it, else a create is ambiguous and a read is repeated.",
  G17: "Never followed: a redirected create has failed.",
  G18: "Proxies of the environment are not used; there is no setting for one.",
  H02: "An attempt has 30 s, first byte to last; creates have two minutes for all attempts.",
  H03: "A whole answer that is not JSON is not asked for again; one that breaks off is.",
  H04: "Answers end at 8 MiB before they are parsed.",
  H12: "Any https host can be configured, also one that looks like the service's.",
  I11: "No core of a crashed process was looked at; a process's environment has its keys, and counts as its own.",
  I13: "Lines of Pulumi's own SDK are left out: their debug events, in an event log and the automation API, have every property of every resource in clear.",
  J02: "What the service says. A program's own title with such markup ends the engine in a coloured `preview --diff`, whoever the provider is.",
  J03: "Messages and lines of logs. An output that a program prints by itself stands where the program puts it.",
  J04: "2,000 characters; of other scripts more bytes.",
  K03: "The day passes on a scaled clock. The half hour in real time that the catalogue asks for as well was not spent: the longest real run is that of `soak`.",
  L02: "Programs of the TypeScript SDK are warned; the plugin says nothing.",
  L03: "The dynamic provider cannot see settings that it does not ask for.",
  L04: "One version of Node.js in each run; not on Windows, and not with Plug'n'Play, which has no node_modules.",
  L05: "That `npm ci --ignore-scripts` works is shown by every run of the tests: it is their set-up.",
  L06: "Versions, and what the registry calls deprecated; databases of advisories are for public CI.",
  L07: "The same bytes twice; provenance, two factors and tokens belong to whoever publishes.",
};
