import { fileURLToPath } from 'node:url';
import { test } from '../fixtures';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

for (const [name, path, viewport] of [
  ['overview-desktop-zh', '/', desktop],
  ['overview-desktop-en', '/?lang=en', desktop],
  ['overview-phone-zh', '/', phone],
  ['overview-phone-en', '/?lang=en', phone],
  ['item-desktop-zh', '/items/coal.thermal', desktop],
  ['item-desktop-en', '/items/gas.pipeline?lang=en', desktop],
  ['item-phone-zh', '/items/coal.thermal', phone],
] as const) {
  test(name, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.screenshot({ path: `${docs}${name}.png` });
  });
}
