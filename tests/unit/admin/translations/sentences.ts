import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../../../../server/src');

export interface SentenceCall {
  file: string;
  code: string;
  english: string;
  /** Names of the values that are passed on; null where they are not written out there. */
  values: string[] | null;
}

/** Every `sentence('code', 'English')` of the server, and the calls that do not write both out. */
export function sentencesInServer(): { calls: SentenceCall[]; unreadable: string[] } {
  const calls: SentenceCall[] = [];
  const unreadable: string[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts')) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
      ts.ScriptKind.TS,
    );
    const isMaker = file === path.join('utils', 'sentence.ts');
    if (!isMaker && !/from '[./]+\/sentence'|from '[./]+\/utils\/sentence'/.test(source.text)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'sentence') {
        const [code, english, values] = node.arguments;
        if (code && ts.isStringLiteralLike(code) && english && ts.isStringLiteralLike(english))
          calls.push({ file, code: code.text, english: english.text, values: namesOf(values) });
        else unreadable.push(`${file}: ${node.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { calls, unreadable };
}

function namesOf(values: ts.Expression | undefined): string[] | null {
  if (values === undefined) return [];
  if (!ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return null;
  return values.properties.map((property) => property.name?.getText() ?? '').sort();
}

/** Names of what an English sentence is filled in with. */
export const slotNamesOf = (english: string): string[] =>
  [...new Set([...english.matchAll(/\{(\w+)(?:, number)?\}/g)].map(([, name = '']) => name))].sort();
