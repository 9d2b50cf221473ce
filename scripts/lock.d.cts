/**
 * Runs `work` while holding the lock `file`; the file names the process that has it. `onWait` is
 * told once, with the holder's process id, when another process has it.
 */
export function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (holder: string) => void,
): Promise<T>;
