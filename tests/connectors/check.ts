/** A test that says why where it cannot run; `missing` is null where it can. */
export const check = (title: string, missing: string | null, run: () => Promise<void> | void): void => {
  const test = async (): Promise<void> => run();
  if (missing === null) it(title, test);
  else it.skip(`${title} (${missing})`, test);
};
