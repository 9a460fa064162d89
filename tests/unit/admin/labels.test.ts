import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { csv } from '../../../server/src/connectors/csv';
import { pax8 } from '../../../server/src/connectors/pax8';
import { quickbooksDesktop } from '../../../server/src/connectors/quickbooks-desktop';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { sameOnPurpose } from './translations/same';
import { wordsOf } from './translations/slots';

const folder = path.resolve(__dirname, '../../../admin/src/translations');
const root = path.resolve(__dirname, '../../../server/src/connectors');
const languages = ['de', 'fr', 'es', 'pt'];
const word = 'the same word';
/** Beside those that the panel has in common with English. */
const same: Record<string, Record<string, string>> = {
  fr: { Classes: word, Contacts: word, Service: word },
  pt: { Classes: word },
};
/** What the server itself calls parts of a run. */
const parts = ['Charges', 'Invoices', 'Records'];

/** What the panel is told of connectors before anything is asked of a vendor, also where it is put together. */
function labelsTold(): string[] {
  const ofFiles = ['customer', 'vendor', 'item', 'record'].flatMap((recordType) => csv.recordTypes({ recordType }));
  return [quickbooksOnline, quickbooksDesktop, pax8, csv].flatMap((connector) => [
    connector.description,
    ...connector.fields.flatMap(({ label, hint, choices }) => [
      label,
      ...(hint === undefined ? [] : [hint]),
      ...(choices ?? []).map((choice) => choice.label),
    ]),
    ...(connector === csv ? ofFiles : connector.recordTypes({})).map(({ label }) => label),
    ...(connector.anchor ? [connector.anchor.label] : []),
  ]);
}

/**
 * Every `label: 'English'` of the connectors' code, and what is passed on as an argument of that name: forms of writing
 * depend on the account. Names of records and accounts are no literals, and a vendor's own.
 */
function labelsWritten(): { labels: string[]; unreadable: string[] } {
  const labels: string[] = [];
  const unreadable: string[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts')) continue;
    const code = readFileSync(path.join(root, file), 'utf8');
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    const places = new Map<string, number>();
    const take = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) labels.push(node.text);
      else if (ts.isTemplateExpression(node)) unreadable.push(`${file}: ${node.getText()}`);
    };
    const visit = (node: ts.Node, act: (node: ts.Node) => void): void => {
      act(node);
      ts.forEachChild(node, (child) => visit(child, act));
    };
    visit(source, (node) => {
      const isFunction = ts.isFunctionDeclaration(node) || ts.isArrowFunction(node);
      const name = isFunction ? (node.name ?? (ts.isVariableDeclaration(node.parent) && node.parent.name)) : undefined;
      if (!isFunction || !name) return;
      const place = node.parameters.findIndex((parameter) => parameter.name.getText() === 'label');
      if (place >= 0) places.set(name.getText(), place);
    });
    visit(source, (node) => {
      if (ts.isPropertyAssignment(node) && ['label', 'hint', 'description'].includes(node.name.getText()))
        take(node.initializer);
      const argument = ts.isCallExpression(node) && node.arguments[places.get(node.expression.getText()) ?? -1];
      if (argument) take(argument);
    });
  }
  return { labels, unreadable };
}

const { labels, unreadable } = labelsWritten();
const english = [...new Set([...labels, ...labelsTold(), ...parts])];

/** What a translator has to do, one line each. */
function problemsOf(language: string): string[] {
  const problems: string[] = [];
  const texts = JSON.parse(readFileSync(path.join(folder, language, 'labels.json'), 'utf8')) as Record<string, string>;
  const fine = { ...sameOnPurpose.every, ...sameOnPurpose[language], ...same[language] };
  for (const key of Object.keys(texts))
    if (!english.includes(key.replace(/^label\./, ''))) problems.push(`${language}: ${key} is not said any more`);
  for (const label of english) {
    const text = texts[`label.${label}`];
    if (!text?.trim()) problems.push(`${language}: “${label}” is missing`);
    else if (text === label && wordsOf(label) !== '' && !(label in fine))
      problems.push(`${language}: “${label}” is still English`);
  }
  for (const label of Object.keys(same[language] ?? {}))
    if (texts[`label.${label}`] !== label) problems.push(`${language}: “${label}” is not the same any more`);
  return problems;
}

describe('the labels of the connectors', () => {
  it('are written out in their code', () => {
    expect(labels).toEqual(expect.arrayContaining(['Customers', 'Tax codes', 'Income account', 'Display name', 'Yes']));
    expect(unreadable).toEqual([]);
  });

  it.each(languages)('are complete in %s', (language) => {
    expect(problemsOf(language)).toEqual([]);
  });
});
