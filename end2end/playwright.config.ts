import { defineConfig } from '@playwright/test';

// Debian's own Chromium: nothing is downloaded by npm. Another one may be named.
const executablePath = process.env.BAOGONG_CHROMIUM ?? '/usr/bin/chromium';

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './global-setup.ts',
  reporter: 'list',
  // A test that passes the second time hides a race: the race is the finding.
  retries: 0,
  forbidOnly: !!process.env.CI,
  workers: 2,
  timeout: 30_000,
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        // The sandbox does not start as root; only our own pages are opened.
        '--no-sandbox',
        '--disable-gpu',
        // No calls home: they fail on a closed network, many at a time.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: desktop } },
    { name: 'phone', use: { viewport: phone, isMobile: true, hasTouch: true } },
    // What must work without JavaScript says so by the tag @no-js.
    { name: 'no-js', grep: /@no-js/, use: { viewport: desktop, javaScriptEnabled: false } },
  ],
});
