# shellcheck shell=bash
# `./luciole test`, sourced by ../luciole when the program is built: builds the solution, runs every test project's program
# one after another, and sums up.
#
#   ./luciole test [PROJECT...] [XUNIT OPTION...]     for instance: ./luciole test Imaging -class '*.OmeXmlTests'
#
# PROJECT is a part of a test project's name. LUCIOLE_TEST_TIMEOUT is the seconds one project may take (default 900).
# shellcheck disable=SC2154 # root and build are the launcher's
# shellcheck source=scripts/setup.sh
[[ $(type -t dotnet_build) == function ]] || source "$root/scripts/setup.sh"

run_tests() {
    local -a wanted=() programs=()
    while (($#)) && [[ $1 != -* ]]; do wanted+=("$1"); shift; done
    local passed=0 failed=0 skipped=0 name program
    local limit=${LUCIOLE_TEST_TIMEOUT:-900}
    reports=$build/test
    rm -rf "$reports"
    mkdir -p "$reports"

    export LUCIOLE_COMMAND=$self
    step 'building the tests'
    log=$reports/build.log dotnet=$dotnet_root/dotnet
    if ! dotnet_build build "$root/Luciole.slnx"; then
        echo 'The tests do not build; this counts as one failure.'
        close_tests 0 1 0
    fi

    for program in "$root"/tests/*.Tests/*.csproj; do
        name=$(basename "$program" .csproj)
        is_wanted "$name" "${wanted[@]}" && programs+=("${program%/*}/bin/Release/net10.0/$name")
    done
    trap 'kill -TERM "$running" 2>/dev/null; exit 130' INT TERM
    for program in "${programs[@]}"; do
        run_test_program "$program" "$limit" "$@"
    done
    print_skip_reasons
    close_tests $passed $failed $skipped
}

is_wanted() {
    local name=$1 part
    (($# > 1)) || return 0
    for part in "${@:2}"; do [[ ${name,,} == *"${part,,}"* ]] && return; done
    return 1
}

# Runs one test program, prints its line and its failures, and adds to the totals.
run_test_program() {
    local program=$1 limit=$2 name=${1##*/} started=$SECONDS status=0 summary note=''
    local report=$reports/$name.log total=0 errors=0 wrong=0 left=0 idle=0
    timeout --kill-after=10 "$limit" "$program" -noLogo -noColor -noAutoReporters "${@:3}" >"$report" 2>&1 </dev/null &
    running=$!
    wait $running || status=$?

    summary=$(grep -E "^ +$name +Total: [0-9]+" "$report" | tail -n 1) || true
    count_of() { [[ $summary =~ $1:\ ([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 0; }
    total=$(count_of Total) errors=$(count_of Errors) wrong=$(count_of Failed) left=$(count_of Skipped) idle=$(count_of 'Not Run')
    passed=$((passed + total - wrong - left - idle))
    wrong=$((wrong + errors))
    if ((status == 124 || status == 137)) && ((SECONDS - started >= limit)); then
        note=", STOPPED after its $limit s"
    elif [[ -z $summary ]] || ((status != 0 && wrong == 0)); then
        note=", CRASHED with exit code $status"
    fi
    [[ -z $note ]] || wrong=$((wrong + 1))
    printf '%-34s %4d tests, %d failed, %d skipped, %d s%s\n' "$name" "$total" "$wrong" "$left" $((SECONDS - started)) "$note"
    if [[ -n $note ]] || ((errors)); then
        tail -n 60 "$report"
    elif ((wrong)); then
        awk '/^    [^ ].* \[FAIL\]$/ { show = 1 } /^    [^ ].* \[SKIP\]$/ || /^ ? ?[^ ]/ { show = 0 } show' "$report"
    fi
    failed=$((failed + wrong)) skipped=$((skipped + left))
}

print_skip_reasons() {
    local reasons
    reasons=$(awk 'due && NF { sub(/^ +/, ""); print; due = 0 } /^    [^ ].* \[SKIP\]$/ { due = 1 }' "$reports"/*.Tests.log 2>/dev/null |
        sort | uniq -c | sort -rn) || true
    [[ -z $reasons ]] || printf '\nSkipped, by reason:\n%s\n' "$reasons"
}

# The closing line, which other programs read: alone, last, once.
close_tests() {
    (($1 + $2)) || echo 'No test ran.'
    printf '\n%d passed, %d failed, %d skipped\n' "$@"
    (($1 > 0 && $2 == 0)) && exit 0
    exit 1
}
