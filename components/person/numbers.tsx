// The safety number: the same on both sides if nobody stands between. Compared over another channel, then confirmed here.

import { BadgeCheck, ShieldQuestion } from 'lucide-preact';
import { i18n } from '#i18n';
import type { RelationshipView } from '#rpc/views.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Notice, Section } from '../ui/surfaces.tsx';

function groupsOfFive(digits: string): string[] {
  return digits.replace(/\D/g, '').match(/.{1,5}/g) ?? [];
}

export function Numbers({ relationship }: { relationship: RelationshipView }) {
  const { worker } = useApp();
  const { id, name, verified, safetyNumber } = relationship;
  const confirm = useAction(async () => {
    await worker.confirmNumbers({ relationship: id });
  });
  const groups = safetyNumber === null ? [] : groupsOfFive(safetyNumber);
  return (
    <Section title={i18n.t('numbers.title')}>
      {verified ? (
        <Notice tone="good" icon={BadgeCheck}>
          {i18n.t('numbers.verified', [name])}
        </Notice>
      ) : (
        <Notice icon={ShieldQuestion}>
          {safetyNumber === null ? i18n.t('numbers.notYet', [name]) : i18n.t('numbers.unverified', [name])}
        </Notice>
      )}
      {groups.length > 0 && (
        <>
          <div class="numbers" role="img" aria-label={i18n.t('numbers.label', [groups.join(' ')])}>
            {groups.map((group, at) => (
              <span key={`${at}-${group}`} aria-hidden="true">
                {group}
              </span>
            ))}
          </div>
          <div class="acts">
            {!verified && (
              <Button kind="primary" busy={confirm.busy} onPress={() => void confirm.run()}>
                {i18n.t('numbers.confirm')}
              </Button>
            )}
            <CopyButton text={groups.join(' ')} label={i18n.t('numbers.copy')} small={false}>
              {i18n.t('common.copy')}
            </CopyButton>
          </div>
        </>
      )}
    </Section>
  );
}
