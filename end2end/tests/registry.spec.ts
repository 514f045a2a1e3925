import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures';

/** When the browser has taken the page over: before that a form would be sent the plain way. */
const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');
const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
};
const open = async (page: Page, address: string) => {
  await page.goto(address);
  await live(page);
};
const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 'scrolls sideways').toBeLessThanOrEqual(0);

test('the office finds parties by words, kind, place and roster; the address keeps it', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/parties');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/单位登记册 共 \d{3} 家/);
  await expect(page.locator('.registry-table tbody tr')).toHaveCount(50);
  await page.getByRole('link', { name: '下一页' }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText(/第 2 页，共 \d 页/)).toBeVisible();
  await page.getByLabel('查找').fill('zz-plant');
  await page.getByLabel('类型').selectOption('enterprise');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/q=zz-plant/);
  await expect(page).toHaveURL(/kind=enterprise/);
  await expect(page.getByLabel('查找')).toHaveValue('zz-plant');
  await expect(page.getByLabel('类型')).toHaveValue('enterprise');
  await expect(page.locator('.registry-table tbody')).toContainText('ZZ-PLANT-01');
  await page.goto('/parties?year=2026&tier=scale');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('100 家');
  await page.goto('/parties?division=410183&q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%AE%B6');
  await expect(page.getByText('没有符合条件的单位')).toBeVisible();
});

for (const lang of ['zh', 'en']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the pages are accessible and fit: ${lang}, ${colorScheme}`, async ({ page }) => {
      // Six pages, each looked through by axe.
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme });
      for (const address of ['/parties', '/parties/ZZ-PLANT-01', '/parties/ZZ-BUREAU-COAL?edit', '/register', '/roster', '/roster?tier=growth&leave=ZZ-E002']) {
        await open(page, `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`);
        for (const summary of await page.locator('details.act > summary').all()) await summary.click();
        await axe(page);
        await fits(page);
      }
    });
  }
}

test.describe('an enterprise', () => {
  test.use({ role: 'enterprise_clerk', expectedErrors: /status of (403|404)/ });

  test('sees itself with its contacts, no forms, and nobody else', async ({ page }) => {
    await open(page, '/parties');
    await expect(page.locator('.registry-table tbody tr')).toHaveCount(1);
    await page.getByRole('link', { name: /电/ }).filter({ hasText: '热电' }).or(page.locator('.party a')).first().click();
    await expect(page).toHaveURL(/\/parties\/ZZ-PLANT-01/);
    await expect(page.getByRole('region', { name: '联系人' })).toContainText('值班调度');
    await expect(page.getByRole('link', { name: '修改' })).toHaveCount(0);
    await expect(page.locator('form.column-form')).toHaveCount(0);
    for (const address of ['/parties/ZZ-PLANT-02', '/parties/ZZ-NOBODY', '/parties/%20']) {
      expect((await page.goto(address))?.status(), address).toBe(404);
    }
    for (const address of ['/register', '/roster?review']) {
      expect((await page.goto(address))?.status(), address).toBe(403);
    }
    const refused = await page.request.post('/ui/save_party', {
      form: { code: 'ZZ-PLANT-01', base: '1', 'form[name]': 'x', 'form[kind]': 'enterprise' },
    });
    expect(refused.status()).toBe(403);
    await open(page, '/parties/ZZ-PLANT-01?edit');
    await expect(page.locator('form.party-form')).toHaveCount(0);
  });
});

test.describe('a supplier', () => {
  test.use({ role: 'supplier_clerk' });

  test('sees for whom it reports, and not whom to telephone there', async ({ page }) => {
    await open(page, '/parties/ZZ-POWER');
    await expect(page.getByRole('region', { name: '登记信息' })).toContainText('代报');
    await expect(page.getByRole('region', { name: '联系人' })).toBeVisible();
    await open(page, '/parties/ZZ-GROUP-RESIDENTS');
    await expect(page.getByRole('region', { name: '登记信息' })).toContainText('填报单位');
    await expect(page.getByRole('region', { name: '联系人' })).toHaveCount(0);
  });
});

test.describe('an auditor', () => {
  test.use({ role: 'auditor' });

  test('reads all of it and changes nothing', async ({ page }) => {
    await open(page, '/parties/ZZ-PLANT-02');
    await expect(page.getByRole('region', { name: '联系人' })).toContainText('值班调度');
    await expect(page.getByRole('link', { name: '修改' })).toHaveCount(0);
    await open(page, '/roster');
    await expect(page.locator('.tier').first()).toContainText('100 / 100');
    await expect(page.getByText('登记入选')).toHaveCount(0);
    await expect(page.getByRole('link', { name: /^移出/ })).toHaveCount(0);
    await page.getByRole('link', { name: '计算及时上报率' }).click();
    await expect(page.getByText(/建议移出 \d+ 家|没有建议移出的企业/)).toBeVisible();
  });
});

test.describe('on a site of its own', () => {
  test.use({ ownServer: true, expectedErrors: /error reaching server to call server function/ });

  test('the office registers a party; what is wrong stands beside its field', async ({ page }) => {
    await open(page, '/register');
    await page.getByLabel('代码', { exact: true }).fill('新 厂');
    await page.getByLabel('统一社会信用代码').fill('91350100M000100Y44');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('alert')).toContainText('未保存');
    const field = (label: string) => page.locator('.field').filter({ has: page.getByText(label, { exact: true }) });
    await expect(field('代码')).toContainText('单位代码不合规');
    await expect(field('统一社会信用代码')).toContainText('不正确');
    await expect(field('名称')).toContainText('名称为空');
    await expect(page.getByLabel('统一社会信用代码')).toHaveAttribute('aria-invalid', 'true');
    // What was typed is still there.
    await expect(page.getByLabel('统一社会信用代码')).toHaveValue('91350100M000100Y44');
    await axe(page);
    await page.getByLabel('代码', { exact: true }).fill('ZZ-NEW-01');
    await page.getByLabel('名称', { exact: true }).fill('新密试点用户群');
    await page.getByLabel('统一社会信用代码').fill('91350100M000100Y43');
    await page.getByLabel('类型').selectOption('consumer_group');
    await page.getByLabel('填报单位').fill('ZZ-NOBODY');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(field('填报单位')).toContainText('没有这个填报单位');
    await page.getByLabel('填报单位').fill('ZZ-POWER');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page).toHaveURL(/\/parties\/ZZ-NEW-01$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('新密试点用户群');
    await expect(page.getByRole('region', { name: '登记信息' })).toContainText('郑州城市供电');
    // A bureau has charge of factors, others have not.
    await open(page, '/parties/ZZ-BUREAU-COAL?edit');
    await expect(page.getByRole('checkbox', { name: '煤炭' })).toBeChecked();
    await page.getByRole('checkbox', { name: '运力' }).check();
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('region', { name: '登记信息' })).toContainText('煤炭、运力');
  });

  test('of two who edit one party the second is told, sees theirs and decides', async ({ page, context, browser, server }) => {
    const other = await browser.newContext({ baseURL: server.url, locale: 'zh-CN' });
    await signIn(other, server.url, 'office_head');
    const head = await other.newPage();
    await open(head, '/parties/ZZ-E010?edit');
    await open(page, '/parties/ZZ-E010?edit');
    await head.getByLabel('行业').fill('新材料');
    await head.getByRole('button', { name: '保存' }).click();
    await expect(head.getByRole('region', { name: '登记信息' })).toContainText('新材料');
    await page.getByLabel('英文名称').fill('Second Editor Works');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('alert')).toContainText('demo.office_head');
    await expect(page.getByText('对方已改为：新材料')).toBeVisible();
    await expect(page.getByLabel('英文名称')).toHaveValue('Second Editor Works');
    await page.getByLabel('行业').fill('新材料');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page).toHaveURL(/\/parties\/ZZ-E010$/);
    const facts = page.getByRole('region', { name: '登记信息' });
    await expect(facts).toContainText('新材料');
    await expect(facts).toContainText('Second Editor Works');
    await other.close();
    expect(context).toBeTruthy();
  });

  test('contacts are added, mended and removed', async ({ page }) => {
    await open(page, '/parties/ZZ-MINE-01');
    const contacts = page.getByRole('region', { name: '联系人' });
    const add = contacts.locator('details').filter({ hasText: '增加联系人' });
    await add.getByText('增加联系人').click();
    await add.getByRole('button', { name: '保存' }).click();
    await expect(add).toContainText('请填写姓名');
    await expect(add).toContainText('电话和邮箱至少填一项');
    await add.getByLabel('姓名').fill('周调度');
    await add.getByLabel('电话').fill('0371-00009999转8');
    await add.getByRole('button', { name: '保存' }).click();
    const card = contacts.locator('.contact').filter({ hasText: '周调度' });
    await expect(card.getByRole('link', { name: '0371-00009999转8' })).toHaveAttribute('href', 'tel:037100009999');
    await card.getByText('修改 周调度').click();
    await card.getByLabel('职责').fill('夜班');
    await card.getByRole('button', { name: '保存' }).click();
    await expect(card).toContainText('夜班');
    const remove = card.getByLabel('确认删除 周调度');
    if (!(await remove.isVisible())) await card.getByText('修改 周调度').click();
    await remove.check();
    await card.getByRole('button', { name: '删除' }).click();
    await expect(contacts.locator('.contact').filter({ hasText: '周调度' })).toHaveCount(0);
  });

  test('an enterprise leaves the roster with a reason and a confirmation, and another enters', async ({ page }) => {
    await open(page, '/roster');
    await expect(page.locator('.tier[aria-current]')).toContainText('规模优势');
    await expect(page.locator('.tier[aria-current]')).toContainText('100 / 100');
    const row = page.getByRole('region', { name: /规模优势/ }).getByRole('row').nth(1);
    const name = (await row.getByRole('rowheader').getByRole('link').innerText()).trim();
    const code = (await row.getByRole('rowheader').locator('small').innerText()).trim();
    await row.getByRole('link', { name: /^移出/ }).click();
    const form = page.getByRole('region', { name: new RegExp(`把 ${name} 移出`) });
    await form.getByLabel('原因').fill('连续三个月停产');
    await form.getByRole('button', { name: '移出名单' }).click();
    // Without the confirmation nothing happens.
    await expect(page.locator('.tier[aria-current]')).toContainText('100 / 100');
    await form.getByLabel(/我确认/).check();
    await form.getByRole('button', { name: '移出名单' }).click();
    await expect(page.locator('.tier[aria-current]')).toContainText('99 / 100');
    await expect(page.locator('.tier[aria-current]')).toContainText('还差 1 家');
    const exits = page.getByRole('region', { name: '本年度退出' });
    await expect(exits.getByRole('row').filter({ hasText: name })).toContainText('连续三个月停产');
    await page.goto(`/parties?q=${code}&year=2026`);
    await expect(page.getByText('没有符合条件的单位')).toBeVisible();
    await open(page, '/roster');
    await page.locator('summary').filter({ hasText: '登记入选' }).click();
    await page.getByLabel('企业', { exact: true }).fill(`${code} ${name}`);
    await page.getByLabel('原因').fill('复产，重新入选');
    await page.getByRole('button', { name: '登记入选' }).click();
    await expect(page.locator('.tier[aria-current]')).toContainText('100 / 100');
    const again = page.getByLabel('企业', { exact: true });
    if (!(await again.isVisible())) await page.locator('summary').filter({ hasText: '登记入选' }).click();
    await again.fill(code);
    await page.getByLabel('原因').fill('再一次');
    await page.getByRole('button', { name: '登记入选' }).click();
    await expect(page.getByText('已在该年度该类名单中')).toBeVisible();
    // The party's own page tells its whole way.
    await open(page, `/parties/${code}`);
    const history = page.getByRole('region', { name: '入选与退出' });
    await expect(history).toContainText('复产，重新入选');
    await expect(history).toContainText('连续三个月停产');
  });

  test('the review proposes by the line that the office set, and removes nobody', async ({ page }) => {
    await open(page, '/roster');
    await page.getByText('名单设置').click();
    await page.getByLabel(/及时上报率界线/).fill('100.5');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('须为 0% 至 100%')).toBeVisible();
    await page.getByLabel(/及时上报率界线/).fill('99.9');
    await page.getByLabel('依据').fill('2026 年第 11 次会议纪要');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('及时上报率低于 99.9% 的列为建议移出')).toBeVisible();
    await page.getByRole('link', { name: '计算及时上报率' }).click();
    const review = page.getByRole('region', { name: /年度评审/ });
    await expect(review.getByText(/建议移出 \d+ 家（\d+ 家有应报）/)).toBeVisible();
    const first = review.getByRole('row').nth(1);
    await expect(first).toContainText(/\d+\.\d% ?\d+ \/ \d+/);
    await first.getByRole('link', { name: /^移出/ }).click();
    await expect(page.getByLabel('原因').first()).toHaveValue(/年度评审：及时上报率 [\d.]+%（\d+ \/ \d+），低于 99.9%/);
    for (const tier of await page.locator('.tier').all()) await expect(tier).toContainText('100 / 100');
  });
});
