// The desk on a phone, without a script, and for readers' software.
import { accessible, cellOf, openDesk, row, typeInto } from '../desk';
import { expect, signIn, test } from '../fixtures';

const offline = /ERR_INTERNET_DISCONNECTED|Failed to fetch|error reaching server|ERR_FAILED/;

test.describe('on a phone', () => {
  test.use({ role: 'enterprise_clerk', ownServer: true, expectedErrors: offline });
  test.skip(({ isMobile }) => !isMobile, 'at 390 px');

  test('an enterprise reports demand and stock, signs out, and it is there', async ({ page, context, server }) => {
    await openDesk(page);
    await expect(page.getByRole('grid')).toBeHidden();
    await expect(page.locator('.stepper')).toContainText('11月23日 周一');
    const field = (name: RegExp) => page.getByRole('textbox', { name });
    const card = (name: RegExp) => page.getByRole('listitem').filter({ has: field(name) });
    await expect(card(/电煤\s*库存/)).toContainText('昨日 166,605');
    await field(/电煤\s*库存/).fill('167,500');
    await field(/电煤\s*库存/).blur();
    await expect(card(/电煤\s*库存/)).toContainText('已保存');
    await page.getByRole('button', { name: '后一天' }).click();
    await expect(page.locator('.stepper')).toContainText('11月24日');
    await expect(card(/电煤\s*库存/)).toContainText('昨日 167,500');
    await field(/电煤\s*需求/).fill('8100');
    await field(/电煤\s*需求/).press('Enter');
    await expect(card(/电煤\s*需求/)).toContainText('已保存');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await page.getByRole('button', { name: '退出', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(context, server.url, 'enterprise_clerk');
    await openDesk(page);
    await expect(field(/电煤\s*库存/)).toHaveValue('167500');
    await page.getByRole('button', { name: '后一天' }).click();
    await expect(field(/电煤\s*需求/)).toHaveValue('8100');
  });

  test('yesterday again is one touch, and days beyond the sheet are loaded', async ({ page }) => {
    await openDesk(page);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: /电煤\s*实际消耗/ }) });
    await card.getByRole('button', { name: '照填' }).click();
    await expect(card.getByRole('textbox')).toHaveValue('7091');
    await expect(card).toContainText('已保存');
    for (const day of ['11月22日', '11月21日', '11月20日']) {
      await page.getByRole('button', { name: '前一天' }).click();
      await expect(page.locator('.stepper')).toContainText(day);
    }
    await expect(card.locator('.card-before')).toContainText(/昨日 [\d,]+/);
  });

  test('without a network it waits and catches up', async ({ page, context }) => {
    await openDesk(page);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: /电煤\s*库存/ }) });
    await context.setOffline(true);
    await card.getByRole('textbox').fill('167500');
    await card.getByRole('textbox').blur();
    await expect(card).toContainText('离线，等待中');
    await expect(page.locator('.desk-banner')).toContainText('离线：1 格');
    await context.setOffline(false);
    await expect(card).toContainText('已保存');
  });
});

test.describe('with questions open', () => {
  test.use({ role: 'enterprise_clerk', ownServer: true, expectedErrors: offline });
  test.skip(({ isMobile }) => !!isMobile, 'the same panels');

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible: ${colorScheme}`, async ({ page, context }) => {
      await page.emulateMedia({ colorScheme });
      await openDesk(page);
      const [demand, stock] = [row(page, '电煤', '需求'), row(page, '电煤', '库存')];
      await typeInto(page, await cellOf(page, stock, '11月23日'), '1666050');
      await typeInto(page, await cellOf(page, demand, '11月22日'), '8047');
      await typeInto(page, await cellOf(page, demand, '11月25日'), '8千');
      const panel = page.getByRole('region', { name: '需要您处理' });
      await expect(panel.getByRole('listitem')).toHaveCount(3);
      await accessible(page);
      await page.keyboard.press('Alt+H');
      await expect(page.getByRole('complementary', { name: '历史与批注' }).locator('.story-history')).toBeAttached();
      await accessible(page);
      await page.keyboard.press('Escape');
      await context.setOffline(true);
      await typeInto(page, await cellOf(page, demand, '11月26日'), '8048');
      await expect(page.locator('.desk-banner')).toContainText('离线：4 格');
      await accessible(page);
    });
  }
});

test.describe('the sheet', () => {
  for (const role of ['supplier_clerk', 'enterprise_clerk', 'bureau_officer', 'office_officer'] as const) {
    test.describe(() => {
      test.use({ role });
      test(`can be read without a script: ${role}`, { tag: '@no-js' }, async ({ page, javaScriptEnabled }) => {
        test.skip(javaScriptEnabled !== false);
        await page.goto('/desk');
        await expect(page.locator('.no-script')).toBeVisible();
        const grid = page.getByRole('grid');
        await expect(grid).toBeVisible();
        expect(await grid.getByRole('columnheader').count()).toBe(15);
        await expect(grid.getByRole('gridcell').filter({ hasText: /\d/ }).first()).toBeVisible();
        await expect(page.getByRole('button', { name: '撤销' })).toBeHidden();
      });
    });
  }

  for (const lang of ['zh', 'en']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const address of ['/desk', '/desk/plan']) {
        test.describe(() => {
          test.use({ role: 'bureau_officer' });
          test(`is accessible: ${address}, ${lang}, ${colorScheme}`, async ({ page, isMobile }) => {
            await page.emulateMedia({ colorScheme });
            await openDesk(page, `${address}?lang=${lang}`);
            const first = isMobile && address === '/desk' ? page.locator('.card input').first() : page.getByRole('gridcell').first();
            await first.click();
            await page.getByText(lang === 'zh' ? '图例与按键' : 'Key and keyboard').click();
            await accessible(page);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
          });
        });
      }
    }
  }
});
