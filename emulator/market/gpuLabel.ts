/** The GPUs of a machine in words, as `2x NVIDIA RTX 4090`. */
export function gpuLabel(count: number, name: string): string {
  return `${count}x ${name}`;
}
