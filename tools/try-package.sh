#!/usr/bin/env bash
# Packs the package, installs it without development packages into an empty folder and uses it there, the way a user would.
# Runs under the Node that the checkout has installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
checkout=$PWD
node=$checkout/node_modules/.bin/node
system_node=$(command -v node)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder/home XDG_DATA_HOME=$folder/data
mkdir -p "$HOME" "$folder/user"

fail() {
  echo "$*" >&2
  exit 1
}

npm pack --silent --pack-destination "$folder"
cd "$folder/user"
npm install --omit=dev --no-audit --no-fund --loglevel=error "$folder"/setright-*.tgz

setright() { "$node" node_modules/.bin/setright "$@"; }

wanted=$("$node" -p "require('$checkout/package.json').version")
[ "$(setright --version)" = "$wanted" ] || fail "setright --version is not $wanted"
setright --help | grep -q rollback || fail 'setright --help does not name its verbs'
setright demo --fast

echo '--- a plan for a simulated host'
cat >host.yaml <<'HOST'
schema: setright/host-state@1
machine: { name: APP01, domain: corp.example, guid: 6f0c1a52-0000-4000-8000-000000000001, installedAt: '2021-03-04T05:06:07Z' }
engine: { version: 5.1.17763.1, edition: Desktop, languageMode: FullLanguage }
identity: { name: 'CORP\admin', elevated: true }
os: { version: 10.0.17763.5458, build: 17763, ubr: 5458, name: Windows Server 2019 Standard, server: true }
registry:
  - path: 'HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
    values: []
services: []
events: []
processes: []
HOST
cat >inventory.yaml <<'INVENTORY'
hosts:
  APP01:
    transport: { type: simulated, state: host.yaml }
    states:
      - registry: 'HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
        name: KeepAliveTime
        dword: 900000
        reason: a dead connection is noticed after 15 minutes
INVENTORY
code=0
setright plan all -i inventory.yaml -o plan.json || code=$?
[ "$code" -eq 2 ] || fail "setright plan ended with $code, not with 2 (differences found)"
setright apply plan.json -i inventory.yaml --yes
setright check all -i inventory.yaml

echo '--- as a library'
"$node" --input-type=module -e "import { openController } from 'setright';
const { inventory } = await openController({ inventory: 'inventory.yaml' });
console.log(inventory.hosts.map(({ name }) => name).join());" | grep -qx APP01 || fail 'the library does not open the inventory'

echo '--- the library in a TypeScript project'
cat >uses.mts <<'USES'
import { apply, type Controller, check, makePlan, openController, type Plan, planRollback } from 'setright';
const controller: Controller = await openController({ inventory: 'inventory.yaml' });
const { outcomes } = await check(controller, ['all']);
console.log(outcomes.map(({ host, status }) => `${host} ${status}`));
const plan: Plan = await makePlan(controller, ['all']);
const ended = await apply(controller, plan, { allow: ['service.restart'] });
if (ended.exitCode !== 0) await apply(controller, await planRollback(controller, ended.run), {});
// @ts-expect-error An effect that there is not: the types are not all `any`.
await apply(controller, plan, { allow: ['service.kill'] });
USES
"$node" "$checkout/node_modules/typescript/bin/tsc" --noEmit --strict --target es2022 --module nodenext \
  --moduleResolution nodenext --typeRoots "$checkout/node_modules/@types" --types node uses.mts || fail 'the types of the library do not hold'

echo '--- a Node that is too old'
if "$system_node" -e 'process.exit(process.versions.node.split(".")[0] < 22 ? 0 : 1)'; then
  code=0
  said=$("$system_node" node_modules/.bin/setright --help 2>&1) || code=$?
  [ "$code" -eq 1 ] || fail "a Node that is too old ended with $code"
  [ "$(wc -l <<<"$said")" -eq 1 ] || fail "a Node that is too old is told more than one sentence: $said"
  grep -q 'needs Node.js 22' <<<"$said" || fail "a Node that is too old is told: $said"
  echo "$said"
else
  echo "Not tried: this machine's Node is new enough. test/house/entry.test.ts pretends one."
fi
