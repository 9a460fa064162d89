/**
 * Runs `stop` on the first SIGINT or SIGTERM, or when the returned function is called, then ends the process.
 * A second signal ends it at once; a second call waits for the end that is under way.
 */
export function onShutdown(stop: () => Promise<void>): (code: number) => Promise<void> {
  let ending: Promise<void> | undefined;
  const shutdown = (code: number): Promise<void> =>
    (ending ??= stop()
      .catch((error: unknown) => console.error(error))
      .then(() => process.exit(code)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(130);
      void shutdown(0);
    });
  }
  return shutdown;
}

/** Text in a frame. */
export function box(lines: string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 2);
  return [`╭${edge}╮`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `╰${edge}╯`].join('\n');
}
