// The safety number: the same on both sides if no third party stands between. It is compared in a sheet of its own,
// with both answers as near; an early press can be taken back.

import { BadgeCheck, ShieldQuestion } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { Notice, Section } from '../ui/surfaces.tsx';

function groupsOfFive(digits: string): string[] {
  return digits.replace(/\D/g, '').match(/.{1,5}/g) ?? [];
}

interface CompareProps {
  relationship: RelationshipView;
  groups: readonly string[];
  onClose: () => void;
}

function Compare({ relationship, groups, onClose }: CompareProps) {
  // In one piece: the picture of a dialog, and its answers.
  const { worker } = useApp();
  const { id, name } = relationship;
  const [differ, setDiffer] = useState(false);
  const confirm = useAction(async () => {
    await worker.confirmNumbers({ relationship: id });
    onClose();
  });
  const doubt = useAction(async () => {
    await worker.retractNumbers({ relationship: id });
    setDiffer(true);
  });
  if (differ)
    return (
      <Sheet
        key="differ"
        title={i18n.t('numbers.differTitle')}
        onClose={onClose}
        foot={
          <>
            <Button onPress={() => setDiffer(false)}>{i18n.t('numbers.compareAgain')}</Button>
            <Button kind="primary" onPress={onClose}>
              {i18n.t('common.close')}
            </Button>
          </>
        }
      >
        <p>{i18n.t('numbers.differCheck', [name])}</p>
        <p>{i18n.t('numbers.differThen', [name])}</p>
      </Sheet>
    );
  return (
    <Sheet
      key="compare"
      title={i18n.t('numbers.compareTitle', [name])}
      onClose={onClose}
      foot={
        <>
          <Button kind="danger" busy={doubt.busy} onPress={() => void doubt.run()}>
            {i18n.t('numbers.differ')}
          </Button>
          <Button kind="primary" busy={confirm.busy} onPress={() => void confirm.run()}>
            {i18n.t('numbers.match')}
          </Button>
        </>
      }
    >
      <p class="muted">{i18n.t('numbers.how', [name])}</p>
      <div class="numbers" role="img" aria-label={i18n.t('numbers.label', [groups.join(' ')])}>
        {groups.map((group, at) => (
          <span key={`${at}-${group}`} aria-hidden="true">
            {group}
          </span>
        ))}
      </div>
      <div class="line wrap">
        <p class="grow strong">{i18n.t('numbers.question')}</p>
        <CopyButton text={groups.join(' ')} label={i18n.t('numbers.copy')} />
      </div>
    </Sheet>
  );
}

export function Numbers({ relationship }: { relationship: RelationshipView }) {
  const { worker } = useApp();
  const { id, name, verified, safetyNumber } = relationship;
  const [comparing, setComparing] = useState(false);
  const retract = useAction(async () => {
    await worker.retractNumbers({ relationship: id });
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
        <div class="acts">
          <Button onPress={() => setComparing(true)}>{i18n.t('numbers.compare')}</Button>
          {verified && (
            <Button kind="quiet" busy={retract.busy} onPress={() => void retract.run()}>
              {i18n.t('numbers.retract')}
            </Button>
          )}
        </div>
      )}
      {comparing && <Compare relationship={relationship} groups={groups} onClose={() => setComparing(false)} />}
    </Section>
  );
}
