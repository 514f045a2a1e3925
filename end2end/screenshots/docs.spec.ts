import { fileURLToPath } from 'node:url';
import { signIn, test, type Role } from '../fixtures';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

for (const [name, path, viewport, role] of [
  ['overview-desktop-zh', '/', desktop],
  ['overview-desktop-en', '/?lang=en', desktop],
  ['overview-phone-zh', '/', phone],
  ['overview-phone-en', '/?lang=en', phone],
  ['item-desktop-zh', '/items/coal.thermal', desktop],
  ['item-desktop-en', '/items/gas.pipeline?lang=en', desktop],
  ['item-phone-zh', '/items/coal.thermal', phone],
  ['desk-desktop-zh', '/desk', desktop, 'supplier_clerk'],
  ['desk-phone-zh', '/desk', phone, 'enterprise_clerk'],
  ['plan-desktop-zh', '/desk/plan', desktop, 'bureau_officer'],
  ['board-desktop-zh', '/board', desktop],
  ['alerts-desktop-zh', '/alerts', desktop],
  ['alerts-phone-zh', '/alerts', phone],
  ['alert-desktop-en', '/alerts/1?lang=en', desktop],
  ['rules-desktop-zh', '/settings/rules', desktop],
  ['files-desktop-en', '/files?lang=en', desktop, 'supplier_clerk'],
] as [string, string, typeof desktop, Role?][]) {
  test(name, async ({ page, context, server }) => {
    if (role) await signIn(context, server.url, role);
    await page.setViewportSize(viewport);
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.screenshot({ path: `${docs}${name}.png` });
  });
}
