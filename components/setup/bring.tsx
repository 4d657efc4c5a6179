// What a person has elsewhere comes along: the import stands in the options, which open at it.
import { FileUp } from 'lucide-preact';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { ToDo } from './to-do.tsx';

export function BringStep() {
  const { platform } = useApp();
  return (
    <ToDo
      icon={FileUp}
      title={i18n.t('ready.bring.title')}
      done={false}
      act={
        <Button small onPress={() => platform.openPage('options', 'data')}>
          {i18n.t('ready.bring.act')}
        </Button>
      }
    >
      {i18n.t('ready.bring.text')}
    </ToDo>
  );
}
