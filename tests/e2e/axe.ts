import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** WCAG 2.0 to 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; target: unknown; failureSummary?: string }[];
}

let source: string | null | undefined;

/** The code of axe-core: the installed package, or the file that AXE_PATH names; null: neither is there. */
function axeSource(): string | null {
  if (source !== undefined) return source;
  try {
    source = readFileSync(process.env.AXE_PATH ?? require.resolve('axe-core/axe.min.js'), 'utf8');
  } catch {
    console.warn('axe-core is not installed and AXE_PATH names no copy of it: the pages are not checked with axe.');
    source = null;
  }
  return source;
}

/** What axe finds wrong in a part of a page, one line each; empty where all is well, or where there is no axe. */
export async function axeProblems(page: Page, part = 'main'): Promise<string[]> {
  const code = axeSource();
  if (code === null) return [];
  // Colours are measured while nothing moves.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  await page.evaluate(code);
  const violations = (await page.evaluate(
    `axe.run(${JSON.stringify(part)}, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} } }).then((result) => result.violations)`,
  )) as Violation[];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`),
  );
}
