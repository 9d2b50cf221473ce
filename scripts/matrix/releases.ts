/** The oldest that is supported, the lines that are tested with each change, and the newest. */
export const RELEASES = ["20.18.1", "20", "22", "24", "latest"];
