import type { Finding } from './document.ts'
import type { Declarations } from './draft-declarations.ts'
import { type Drafted, isProposal } from './draft-drafted.ts'
import type { DraftText } from './draft-text.ts'

/** One sentence that counts what was drafted: `14 categories, 18 purposes …`. */
export function countsOf(text: DraftText, declarations: Declarations): string {
  const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`
  return [
    counted(text.sentences.length, 'clause', 'clauses'),
    counted(declarations.categories.length, 'category', 'categories'),
    counted(declarations.purposes.length, 'purpose', 'purposes'),
    counted(declarations.collected.length, 'situation', 'situations'),
    counted(declarations.recipients.length, 'recipient', 'recipients'),
    counted(declarations.never.length, 'promise of absence', 'promises of absence'),
  ].join(', ')
}

/**
 * Writes FINDINGS.md: what the text gets wrong or leaves out, what was recognised in it, and what comes next.
 * @param file name of the text, as the person gave it
 */
export function findingsDocument(
  file: string,
  text: DraftText,
  declarations: Declarations,
  findings: readonly Finding[],
): string {
  const sections: [string, readonly Drafted[]][] = [
    ['Categories', declarations.categories],
    ['Purposes', declarations.purposes],
    ['Situations', declarations.collected],
    ['Recipients', declarations.recipients],
    ['Staff', declarations.staff],
    ['Never', declarations.never],
    ['Cookies', declarations.cookies],
  ]
  return [
    `# Findings about ${inline(file)}`,
    '',
    'The text was kept as it is; each sentence has a clause id now. This page is for the person who answers for the',
    'policy. Nothing in it is legal advice.',
    '',
    '## What the words get wrong or leave out',
    '',
    ...(findings.length === 0 ? ['Nothing that could be recognised.'] : findings.flatMap(inWords)),
    '',
    '## What was recognised',
    '',
    `${countsOf(text, declarations)}. Each declaration in policy.yaml is to be confirmed.`,
    '',
    ...sections.flatMap(([title, drafted]) =>
      drafted.length === 0
        ? []
        : [
            `### ${title}`,
            '',
            '| id | clause | line |',
            '| --- | --- | ---: |',
            ...drafted.map(({ id, from }) =>
              isProposal(from) ? `| ${id} | to be confirmed | – |` : `| ${id} | ${from.id} | ${from.line} |`,
            ),
            '',
          ],
    ),
    ...proposalsIn(sections.flatMap(([, drafted]) => drafted)),
    '## What comes next',
    '',
    '1. Run `abide policy check policy.yaml`: it names each place that says `to be confirmed` or is empty.',
    '2. Fill in what the company knows and the text does not say: lawful bases, periods, recipients, countries.',
    '3. Mend the sentences above in the text, and add what the product needs. A clause keeps its id, `{#…}`, when its words change.',
    '4. Check again, and publish.',
    '',
  ].join('\n')
}

/** What the product needs and no sentence says, as Markdown that can be put into the text. */
function proposalsIn(drafted: readonly Drafted[]): string[] {
  const proposals = new Map(drafted.flatMap(({ from }) => (isProposal(from) ? [[from.id, from.words] as const] : [])))
  if (proposals.size === 0) return []
  return [
    '## What the product needs and the text does not say',
    '',
    'Without it nobody could sign up, sign in or see who looked. Say it in the text in your own words, or put these there, and cite',
    'the ids in policy.yaml, where `clause: to be confirmed` stands:',
    '',
    '```markdown',
    ...[...proposals].flatMap(([id, words]) => [`${words} {#${id}}`, '']),
    '```',
    '',
  ]
}

function inWords(finding: Finding, index: number): string[] {
  return [
    ...(index === 0 ? [] : ['']),
    `### ${index + 1}. ${finding.code}`,
    '',
    `${finding.message}`,
    '',
    `> ${inline(finding.quote ?? '')}`,
    '',
    `Line ${finding.line}, column ${finding.column}. ${finding.mend}`,
  ]
}

const inline = (words: string) => words.replace(/[\\`*_[\]<>|]/g, '\\$&')
