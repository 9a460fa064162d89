/**
 * Does what a person does on the page to which `authorizeUrl` leads, for tests without a browser: reads the form,
 * presses Connect or Cancel, and answers with the address that the browser is sent back to.
 */
export const approve = async (
  authorizeUrl: string,
  choice: { decision?: 'connect' | 'cancel'; realmId?: string } = {},
): Promise<string> => {
  const shown = await fetch(authorizeUrl, { redirect: 'manual' });
  const back = shown.headers.get('location');
  if (back !== null) return back;
  const text = await shown.text();
  if (!shown.ok) throw new Error(`The sign-in page answered ${shown.status}.`);
  const unescape = (value: string) =>
    value.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
  const form = new URLSearchParams({ decision: choice.decision ?? 'connect' });
  for (const [, name = '', value = ''] of text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)) {
    form.set(name, unescape(value));
  }
  // As in a browser, the first option is chosen until another is.
  for (const [, name = '', value = ''] of text.matchAll(/<select name="(\w+)"><option value="([^"]*)"/g)) {
    form.set(name, unescape(value));
  }
  if (choice.realmId !== undefined) form.set('realmId', choice.realmId);
  const answer = await fetch(new URL('/connect/oauth2', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The sign-in service answered ${answer.status} without an address.`);
  return location;
};
