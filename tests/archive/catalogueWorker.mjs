/** A process of its own that works on a catalogue: started by the contract test, built code only. Prints lines. */
const [module, store, job, ...words] = process.argv.slice(2);
const { openCatalogue } = await import(module);
const { catalogue } = openCatalogue(store);

const claim = (now, limit) => ({ owner: `worker-${process.pid}`, now, leaseMs: 3_600_000, limit });

const jobs = {
  /** Takes turns as fast as the gap allows, each a moment long, and prints its begin and end on the clock that all share. */
  async turns(count, gap) {
    for (let taken = 0; taken < Number(count);) {
      const turn = await catalogue.takeTurn('a.test', Number(gap), Date.now());
      if (!turn.may) {
        await new Promise((resolve) => void setTimeout(resolve, Math.min(turn.waitMs, 5)));
        continue;
      }
      taken += 1;
      const begun = Date.now();
      print(`begun ${begun}`);
      await new Promise((resolve) => void setTimeout(resolve, 2));
      print(`ended ${begun} ${Date.now()}`);
      await catalogue.endTurn('a.test', Date.now());
    }
  },

  /** Begins runs and ends them, one after the other. */
  async runs(site, now, count) {
    for (let begun = 0; begun < Number(count); begun += 1) {
      const run = await catalogue.beginRun(site, Number(now) + begun);
      if (run === undefined) continue; // Whoever looks without a pause keeps it from its lock.
      await new Promise((resolve) => void setTimeout(resolve, 1));
      await catalogue.endRun(run, { endedAt: Number(now) + begun, status: 'done', counts: {} });
    }
  },

  /** Looks again and again how the last run of a site stands, and prints each answer once. */
  async look(site, now, count) {
    const statuses = new Set();
    for (let looked = 0; looked < Number(count); looked += 1) {
      const all = await catalogue.siteStatus(Number(now), { day: '', week: '' });
      statuses.add(all.find((status) => status.site === site)?.lastRun?.status ?? 'none');
    }
    for (const status of statuses) print(status);
  },

  async drain(site, now) {
    for (let claimed = [0]; claimed.length > 0;) {
      claimed = await catalogue.claimDue(site, claim(Number(now), 7));
      for (const { id } of claimed) print(`article ${id}`);
    }
    for (let claimed = [0]; claimed.length > 0;) {
      claimed = await catalogue.claimFound(site, claim(Number(now), 7));
      for (const { url } of claimed) print(url);
    }
  },

  /** Begins a run, claims, and waits to be killed. */
  async claim(site, now) {
    await catalogue.beginRun(site, Number(now));
    const due = await catalogue.claimDue(site, claim(Number(now), 9));
    const found = await catalogue.claimFound(site, claim(Number(now), 9));
    print(`claimed ${due.length} ${found.length}`);
    await new Promise((resolve) => void setTimeout(resolve, 600_000));
  },
};

await jobs[job](...words);
catalogue.close();

function print(line) {
  process.stdout.write(`${line}\n`);
}
