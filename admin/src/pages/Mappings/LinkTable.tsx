import { Checkbox, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { Link, RecordCard } from '../../../../server/src/contracts';
import { AttentionNote, LinkStateTag } from '../../components/links/LinkTags';
import { useLinkText } from '../../components/links/useLinkText';
import { When } from '../../components/When';
import { usePercent } from '../../hooks/usePercent';

const COLUMNS = ['local', 'external', 'mapping', 'state', 'score', 'decided'] as const;

/**
 * The design system's rows are 56 px and more, its cells 16 px apart at either side; this lets more fit on one screen.
 * In a narrow window the drawer alone says who decided when, and of which mapping a link is.
 */
const Rows = styled.div`
  container-type: inline-size;
  && th,
  && td {
    height: 5.2rem;
    padding: 0 0.8rem;
  }
  tbody tr {
    cursor: pointer;
  }
  tbody tr[aria-current='true'] {
    background: ${({ theme }) => theme.colors.primary100};
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  th.number > div {
    justify-content: flex-end;
  }
  @container (max-width: 760px) {
    .decided {
      display: none;
    }
  }
  @container (max-width: 660px) {
    .mapping {
      display: none;
    }
  }
`;

/** Looks like text, works as a button: the keyboard's way into a row. */
const NameButton = styled.button`
  max-width: 100%;
  padding: 0;
  overflow: hidden;
  color: inherit;
  font: inherit;
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  text-align: left;
  text-overflow: ellipsis;
  cursor: pointer;
`;

interface LinkTableProps {
  links: Link[];
  /** Whether the reader may act on links; without it there is nothing to select. */
  selectable: boolean;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
  openId: string | null;
  onOpen: (link: Link) => void;
  /** Set when all rows are of one connection. */
  connectionName: string | null;
}

/** The page of links that the filters left. A click on a row, or Enter in it, opens the link. */
export function LinkTable(props: LinkTableProps) {
  const { links, selectable, selected, onSelect, connectionName } = props;
  const text = useLinkText();
  const shown = links.filter((link) => selected.has(link.id)).length;
  const toggleAll = () => onSelect(new Set(shown === links.length ? [] : links.map((link) => link.id)));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  return (
    <Rows>
      <Table
        colCount={COLUMNS.length + (selectable ? 1 : 0)}
        rowCount={links.length + 1}
        aria-label={text('links.table')}
      >
        <Thead>
          <Tr>
            {selectable && (
              <Th>
                <Checkbox
                  aria-label={text('links.select.all')}
                  checked={shown === 0 ? false : shown === links.length ? true : 'indeterminate'}
                  onCheckedChange={toggleAll}
                />
              </Th>
            )}
            {COLUMNS.map((column) => (
              <Th key={column} className={column === 'score' ? 'number' : column}>
                <Typography variant="sigma" textColor="neutral600">
                  {column === 'external' && connectionName !== null
                    ? text('links.column.external.of', { connection: connectionName })
                    : text(`links.column.${column}`)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {links.map((link) => (
            <LinkRow
              key={link.id}
              link={link}
              selectable={selectable}
              selected={selected.has(link.id)}
              isOpen={link.id === props.openId}
              onToggle={() => toggle(link.id)}
              onOpen={() => props.onOpen(link)}
            />
          ))}
        </Tbody>
      </Table>
    </Rows>
  );
}

interface LinkRowProps {
  link: Link;
  selectable: boolean;
  selected: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onOpen: () => void;
}

/** `position` is what the design system's table body gives to each of its children. */
function LinkRow({ link, selectable, selected, isOpen, onToggle, onOpen, ...position }: LinkRowProps) {
  const text = useLinkText();
  const percent = usePercent();
  return (
    <Tr
      {...position}
      aria-current={isOpen}
      onClick={onOpen}
      onKeyDown={(event: React.KeyboardEvent) => {
        // Buttons in the row handle Enter themselves.
        if (event.key === 'Enter' && event.target instanceof HTMLTableCellElement) onOpen();
      }}
    >
      {selectable && (
        <Td onClick={(event: React.MouseEvent) => event.stopPropagation()}>
          <Checkbox
            aria-label={text('links.select.one', { name: link.local.label })}
            checked={selected}
            onCheckedChange={onToggle}
          />
        </Td>
      )}
      <Td>
        <TwoLines
          card={link.local}
          label={
            <NameButton type="button" data-link={link.id} aria-label={text('links.open', { name: link.local.label })}>
              {link.local.label}
            </NameButton>
          }
        />
      </Td>
      <Td>
        <TwoLines
          card={link.external}
          note={link.sharedBy > 1 ? text('links.shared', { count: link.sharedBy }) : undefined}
        />
      </Td>
      <Td className="mapping">
        <Typography textColor="neutral800">{link.mappingName}</Typography>
      </Td>
      <Td>
        <LinkStateTag link={link} />
        <AttentionNote link={link} />
      </Td>
      <Td className="number">
        <Typography textColor="neutral800">
          {link.score === null ? (
            <>
              <span aria-hidden>–</span>
              <VisuallyHidden>{text('links.score.none')}</VisuallyHidden>
            </>
          ) : (
            percent(link.score)
          )}
        </Typography>
        <Typography variant="pi" textColor="neutral600" tag="p">
          {text(`links.origin.${link.origin}`)}
        </Typography>
      </Td>
      <Td className="decided">
        {link.decidedAt !== null && (
          <>
            <Typography variant="pi" textColor="neutral800" tag="p">
              {link.decidedBy}
            </Typography>
            <Typography variant="pi" textColor="neutral600" tag="p">
              <When at={link.decidedAt} />
            </Typography>
          </>
        )}
      </Td>
    </Tr>
  );
}

interface TwoLinesProps {
  card: RecordCard;
  note?: string | undefined;
  /** In place of the plain label. */
  label?: React.ReactNode;
}

function TwoLines({ card, note, label }: TwoLinesProps) {
  const detail = [card.detail, note].filter(Boolean).join(' · ');
  return (
    <Flex direction="column" alignItems="stretch" maxWidth="clamp(13rem, 30cqw - 11rem, 26rem)" tag="span">
      <Typography ellipsis textColor="neutral800" title={card.label}>
        {label ?? card.label}
      </Typography>
      <Typography ellipsis variant="pi" textColor="neutral600" title={detail}>
        {detail}
      </Typography>
    </Flex>
  );
}
