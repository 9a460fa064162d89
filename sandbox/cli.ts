/** Runs a stand-in alone on PORT until it is interrupted, and prints what it needs to be used. */
export const runAlone = async (
  name: string,
  usualPort: number,
  client: { clientId: string; clientSecret: string },
  start: (port: number) => Promise<{ url: string; close(): Promise<void> }>,
): Promise<void> => {
  try {
    const server = await start(Number(process.env.PORT ?? usualPort));
    console.log(`${name} stand-in: ${server.url}`);
    console.log(`client id ${client.clientId}, client secret ${client.clientSecret}`);
    const stop = (): void => {
      void server.close().then(() => process.exit(0));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};
