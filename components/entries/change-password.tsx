// Changing a password begins on the site's own page for it. There the menu offers the old password and a new one.
import { KeyRound } from 'lucide-preact';
import { webUrl } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { shownHost } from '../ui/host.ts';
import { showToast } from '../ui/toast.tsx';

/** Opens that page: the site may be asked for it first, so this is for a press alone. */
export function useChangePassword(id: string) {
  const { worker, platform } = useApp();
  return useAction(async () => {
    const page = await worker.changePage({ entry: id });
    if (!page.ok) return showToast(i18n.t(page.reason === 'gone' ? 'common.gone' : 'changing.noAddress'), 'bad');
    platform.openLink(page.url);
    const site = shownHost(webUrl(page.url)?.origin ?? '');
    if (page.is === 'front') showToast(i18n.t('changing.front', [site]), 'bad');
    else showToast(i18n.t('changing.opened', [site]));
  });
}

export function ChangePassword({ id }: { id: string }) {
  const change = useChangePassword(id);
  return (
    <Button icon={KeyRound} busy={change.busy} onPress={() => void change.run()}>
      {i18n.t('changing.title')}
    </Button>
  );
}
