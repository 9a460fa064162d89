import { Box, Button, Flex, IconButton, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import type { FieldRole, FieldRoleEntry, LocalContentType } from '../../../../server/src/contracts';
import { useText } from '../../hooks/useText';
import { ROLES } from './roles';
import { useRoleText } from './useRoleText';

interface FieldRolesTableProps {
  attributes: LocalContentType['attributes'];
  /** Roles that the record type can fill; others compare with nothing. */
  available: FieldRole[];
  entries: FieldRoleEntry[];
  onChange: (entries: FieldRoleEntry[]) => void;
}

/** Which attribute means what: rows of attribute and role. */
export function FieldRolesTable({ attributes, available, entries, onChange }: FieldRolesTableProps) {
  const t = useText();
  const roleText = useRoleText();
  const change = (at: number, entry: FieldRoleEntry) =>
    onChange(entries.map((old, index) => (index === at ? entry : old)));
  const free = attributes.find(({ path }) => !entries.some(({ attribute }) => attribute === path));
  const freeRole = ROLES.find((role) => available.includes(role) && !entries.some((entry) => entry.role === role));
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {entries.map((entry, at) => (
        <Flex key={`${at} ${entry.attribute}`} gap={2} alignItems="flex-start">
          <Box flex="1" minWidth={0}>
            <SingleSelect
              aria-label={t('setup.attributeOf', { number: at + 1 })}
              value={entry.attribute}
              onChange={(value) => change(at, { ...entry, attribute: String(value) })}
            >
              {withCurrent(
                attributes.map(({ path }) => path),
                entry.attribute,
              ).map((path) => (
                <SingleSelectOption key={path} value={path}>
                  {path}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Box>
          <Box flex="1" minWidth={0}>
            <SingleSelect
              aria-label={t('setup.roleOf', { attribute: entry.attribute })}
              value={entry.role}
              onChange={(value) => change(at, { ...entry, role: ROLES.find((role) => role === value) ?? entry.role })}
            >
              {ROLES.map((role) => (
                <SingleSelectOption key={role} value={role}>
                  {available.length === 0 || available.includes(role)
                    ? roleText(role)
                    : t('setup.roleMissing', { role: roleText(role) })}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Box>
          <IconButton
            variant="ghost"
            label={t('setup.removeRole', { attribute: entry.attribute })}
            onClick={() => onChange(entries.filter((_, index) => index !== at))}
          >
            <Trash />
          </IconButton>
        </Flex>
      ))}
      {entries.length === 0 ? <Typography textColor="neutral800">{t('setup.noRoles')}</Typography> : null}
      <Flex>
        <Button
          variant="tertiary"
          size="S"
          startIcon={<Plus />}
          disabled={!free}
          onClick={() => free && onChange([...entries, { attribute: free.path, role: freeRole ?? 'description' }])}
        >
          {t('setup.addRole')}
        </Button>
      </Flex>
    </Flex>
  );
}

/** An attribute that is gone stays visible, so that it can be changed. */
const withCurrent = (paths: string[], current: string) => (paths.includes(current) ? paths : [current, ...paths]);
