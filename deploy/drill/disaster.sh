#!/usr/bin/env bash
# Plays the loss of the state in the middle of a run, on people who do not exist, and proves that nobody is written twice or lost:
#
#     bash disaster.sh FOLDER
#
# FOLDER must not exist yet. All of it stays there; FOLDER/protocol.txt is for the files of the bank. SOFTCOLLECTION names the command
# (softcollection), PEOPLE how many are dealt (3000). Databases and state are SQLite files; nothing else is touched. Needs sqlite3.
set -euo pipefail
mkdir "${1:?usage: disaster.sh FOLDER}"
folder=$(cd "$1" && pwd)
people=${PEOPLE:-3000}
place=lost
command=${SOFTCOLLECTION:-softcollection}

note() { echo "$(date -u +%H:%M:%S) $*" | tee -a "$folder/protocol.txt"; }
fail() { note "FAILED: $*"; exit 1; }
run() { env -i PATH="$PATH" DATA_DIR="$folder/$place" LOG_LEVEL=debug $command "$@" >>"$folder/commands.log" 2>&1; }
written() { grep -c '"Group written"' "$folder/run.log" || true; }
is_running() { kill -0 "$process" 2>/dev/null; }

note "$($command --version) on $(uname -srm), $people people of 8 campaigns"
{ echo IIN,COUNT_DAY; seq -f '009999%06g,5' "$people"; } >"$folder/users.csv"
{ echo THEORY_ID,THEORY_NAME,THEORY_START_DATE,THEORY_END_DATE; seq -f 'SC0000000%g,Drill,2020-01-01,2099-12-31' 8; } >"$folder/campaigns.csv"
run import campaigns "$folder/campaigns.csv"
run import users "$folder/users.csv"

note '1. a run begins, while another program holds SPSS locked'
coproc lock { sqlite3 "$folder/lost/spss.db"; }
echo "BEGIN IMMEDIATE; SELECT 'locked';" >&"${lock[1]}"
read -r <&"${lock[0]}"
env -i PATH="$PATH" DATA_DIR="$folder/lost" LOG_LEVEL=debug $command run >/dev/null 2>"$folder/run.log" &
process=$!
until [ "$(written)" = 40 ]; do is_running || fail 'the run has ended'; sleep 0.1; done

note '2. DSSB has all rows, SPSS none: the state is backed up, and so are the secrets, apart from it'
run state backup "$folder/state.backup"
cp "$folder/lost/secrets.json" "$folder/secrets.json"
echo 'COMMIT;' >&"${lock[1]}"
until [ "$(written)" -gt 48 ] || ! is_running; do sleep 0.02; done
kill -KILL "$process" 2>/dev/null || true
wait "$process" 2>/dev/null || true
note "3. the process is killed after $(written) of 72 groups, and its disk with the state is lost"
rm "$folder"/lost/state.db* "$folder/lost/secrets.json"

note '4. elsewhere: the databases as the run has left them, the secrets, the backup, which is older than they are'
mkdir -m 700 "$folder/elsewhere"
mv "$folder"/lost/{dssb_app,spss}.db* "$folder/elsewhere/"
cp "$folder/secrets.json" "$folder/elsewhere/"
place=elsewhere
run state restore "$folder/state.backup" || fail 'the backup was not restored'
run resume || fail 'the run was not finished'

note '5. the tables are compared with the plan, person by person, the log with itself, and all is counted'
run verify || fail 'the rows are not those planned'
run verify --chain || fail 'the log is not whole'
counted() { sqlite3 "$folder/elsewhere/$1.db" "SELECT COUNT(*), COUNT(DISTINCT IIN) FROM ($2)"; }
[ "$(counted dssb_app 'SELECT IIN FROM SC_local_control UNION ALL SELECT IIN FROM SC_local_target')" = "$people|$people" ] ||
  fail 'DSSB has not each person once'
targets=$(sqlite3 "$folder/elsewhere/dssb_app.db" 'SELECT COUNT(*) FROM SC_local_target')
[ "$(counted spss 'SELECT IIN FROM SC_theory_users')" = "$targets|$targets" ] || fail 'SPSS has not each person of B to E once'
code=0; run run || code=$?
[ "$code" = 6 ] || fail "another run ended with $code: somebody was dealt again"
note "PASSED: each of $people people once in DSSB, each of $targets once in SPSS"
