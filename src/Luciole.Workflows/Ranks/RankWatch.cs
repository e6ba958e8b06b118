using System.Diagnostics;
using System.Globalization;
using Luciole.Torch;
using Luciole.Torch.Distributed;

namespace Luciole.Workflows.Ranks;

/// <summary>
/// Lets ranks learn of each other's end, on a thread of its own. A rank that fails leaves its words and raises an alarm; so does one that
/// lost touch, and one that finds its neighbour's pulse gone. At an alarm all sign in, and who does not is named.
/// </summary>
internal sealed class RankWatch : IDisposable
{
    private const int GlancesPerLook = 4;
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_leave = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly RankWords _words;
    private readonly Action<LostRanks> _lost;
    private readonly int _mostLooks;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _isJudged = new();
    private volatile bool _isOver;
    private volatile bool _isOwnEnd;
    private long _glances;
    private int _neighbour;
    private string _pulse = "";
    private int _looks;

    /// <summary>Begins to watch.</summary>
    /// <param name="store">Where ranks leave words.</param>
    /// <param name="place">Which one this is.</param>
    /// <param name="silence">How long a rank's pulse may be gone.</param>
    /// <param name="lost">Called once, on the watching thread, when this rank cannot go on for another's sake.</param>
    public RankWatch(RankStore store, RankPlace place, TimeSpan silence, Action<LostRanks> lost)
    {
        (_words, _lost) = (new RankWords(store, place), lost);
        _mostLooks = Math.Max(2, (int)(silence / (s_glance * GlancesPerLook)));
        _neighbour = (place.Rank + 1) % place.Ranks;
        _words.Tell(RankSign.Pulse, "0");
        _thread = new Thread(Watch) { IsBackground = true, Name = "ranks" };
        _thread.Start();
    }

    /// <summary>This rank fails by itself: the others get its last words, and are given a moment to hear them.</summary>
    public void Fail(string words, int exitCode)
    {
        if (!Stop())
            return;
        Quietly(() =>
        {
            _words.Tell(RankSign.Failed, string.Create(CultureInfo.InvariantCulture, $"{exitCode}\n{words}"));
            _words.Alarm();
            StayForOthers(_ => false);
        });
    }

    /// <summary>Something that ranks do together went wrong here; returns when it is known whose fault it was, and was told.</summary>
    public void LoseTouch(string words)
    {
        Quietly(() =>
        {
            _words.Tell(RankSign.Cut, words);
            _words.Alarm();
        });
        if (!_isJudged.Wait(3 * s_grace) && Stop())
            _lost(new LostRanks($"the other ranks do not answer, nor does rank 0, where they meet ({words})", 1));
    }

    /// <summary>Nothing is left to do together; the first rank, where words are kept, leaves last.</summary>
    public void Leave()
    {
        if (!Stop())
            return;
        Quietly(() =>
        {
            _words.Tell(RankSign.Left);
            if (_words.Place.IsFirst)
                Await(s_leave, rank => _words.Has(RankSign.Left, rank) || _words.Has(RankSign.Done, rank));
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        _isJudged.Dispose();
    }

    // The store goes with rank 0; who is about to leave need not care.
    private static void Quietly(Action tell)
    {
        try
        {
            tell();
        }
        catch (TorchException)
        {
            // Nobody is left to tell.
        }
    }

    private void Watch()
    {
        try
        {
            while (!_isOver)
            {
                Thread.Sleep(s_glance);
                if (_words.IsAlarmed())
                {
                    Judge();
                    return;
                }

                if (++_glances % GlancesPerLook == 0)
                    Look();
            }
        }
        catch (TorchException e)
        {
            if (!_isOver)
                End(new LostRanks($"rank 0, where the ranks meet, does not answer any more: it was killed, or its machine is gone ({e.Message})", 1));
        }
    }

    private void Look()
    {
        if (_glances % (GlancesPerLook * Math.Max(1, _mostLooks / 6)) == 0)
            _words.Tell(RankSign.Pulse, _glances.ToString(CultureInfo.InvariantCulture));
        if (_words.Has(RankSign.Left, _neighbour))
        {
            _neighbour = (_neighbour + 1) % _words.Place.Ranks;
            (_pulse, _looks) = ("", 0);
            return;
        }

        // Looks are counted instead of time, so that ranks that were all held up together do not give each other up.
        var pulse = _words.Last(RankSign.Pulse, _neighbour);
        (_pulse, _looks) = pulse == _pulse ? (pulse, _looks + 1) : (pulse, 0);
        if (_looks >= _mostLooks && _neighbour != _words.Place.Rank)
            _words.Alarm();
    }

    private void Judge()
    {
        if (_isOver)
            return;
        _words.Tell(RankSign.Present);
        Await(s_grace, rank => _words.Has(RankSign.Failed, rank) || _words.Has(RankSign.Present, rank) || _words.Has(RankSign.Left, rank));
        if (!_words.Others.Any(IsSilent) && !_words.Others.Any(rank => _words.Has(RankSign.Failed, rank)))
            Await(s_grace, rank => _words.Has(RankSign.Cut, rank) || _words.Has(RankSign.Failed, rank) || _words.Has(RankSign.Left, rank));
        End(Verdict());
    }

    private LostRanks Verdict()
    {
        var failed = _words.Others.Where(rank => _words.Has(RankSign.Failed, rank)).ToList();
        if (failed.Count > 0)
        {
            var last = failed.Select(rank => (Rank: rank, Words: _words.Last(RankSign.Failed, rank).Split('\n', 2))).ToList();
            return new LostRanks(string.Join("; ", last.Select(l => $"rank {l.Rank} failed: {l.Words[1]}")), int.Parse(last[0].Words[0], CultureInfo.InvariantCulture));
        }

        var silent = _words.Others.Where(IsSilent).ToList();
        if (silent.Count > 0)
            return new LostRanks($"{Named(silent)} without a word: killed, frozen, or on a machine that is gone", 1);
        var own = _words.Last(RankSign.Cut, _words.Place.Rank);
        var late = _words.Others.Where(rank => !_words.Has(RankSign.Cut, rank) && !_words.Has(RankSign.Left, rank)).ToList();
        return late.Count > 0 && own.Length > 0
            ? new LostRanks($"{Named(late)} while the others waited: still running, but stuck or far behind ({own})", 1)
            : new LostRanks($"the ranks lost touch with each other ({(own.Length > 0 ? own : "another rank's connection failed")})", 1);
    }

    private static string Named(List<int> ranks) => ranks.Count == 1 ? $"rank {ranks[0]} is missing" : $"ranks {string.Join(", ", ranks)} are missing";

    private bool IsSilent(int rank) => !_words.Has(RankSign.Present, rank) && !_words.Has(RankSign.Failed, rank) && !_words.Has(RankSign.Left, rank);

    private void End(LostRanks lost)
    {
        if (!StopHere())
            return;
        Quietly(() => StayForOthers(IsSilent));
        _lost(lost);
        _isJudged.Set();
    }

    private void StayForOthers(Func<int, bool> isGone)
    {
        _words.Tell(RankSign.Done);
        if (_words.Place.IsFirst)
            Await(s_grace, rank => _words.Has(RankSign.Done, rank) || _words.Has(RankSign.Left, rank) || isGone(rank));
    }

    private void Await(TimeSpan most, Func<int, bool> isTrue)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < most && !_words.Others.All(isTrue))
            Thread.Sleep(s_glance / 4);
    }

    // Of a failure of its own and one of another rank, what comes first counts.
    private bool StopHere()
    {
        lock (_lock)
        {
            var isFirst = !_isOver;
            _isOver = true;
            return isFirst;
        }
    }

    private bool Stop()
    {
        if (!StopHere())
        {
            // The process is about to be ended for another's sake.
            if (!_isOwnEnd)
                _isJudged.Wait(3 * s_grace);
            return false;
        }

        _isOwnEnd = true;

        // A store that does not answer keeps the thread.
        if (Thread.CurrentThread != _thread)
            _thread.Join(s_grace);
        return true;
    }
}
