using System.Diagnostics;

namespace Luciole.Workflows.Sharing;

/// <summary>
/// Judges whether the owner of a claim is still at it. No clocks are compared: an owner has lost its claim when this process saw no
/// change of its pulse for the length of the lease, by its own watch.
/// </summary>
internal sealed class OwnerWatch(ClaimOwner self, Func<string, string> pulseOf, TimeSpan lease)
{
    private readonly Dictionary<string, (string Pulse, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether a claim's unit may be taken over.</summary>
    /// <param name="claim">The claim's file.</param>
    /// <param name="text">What it holds; not whole when its owner is just writing it, or died then.</param>
    public bool IsLost(string claim, string text)
    {
        if (ClaimOwner.Parse(text) is not { } owner)
            return IsStill(claim, text);
        if (owner.Id == self.Id)
            return false;
        if (owner.IsGone(self))
            return true;
        return ShareMarks.Read(pulseOf(owner.Id)) is not { } pulse || IsStill(owner.Id, pulse);
    }

    private bool IsStill(string what, string pulse)
    {
        if (!_seen.TryGetValue(what, out var last) || last.Pulse != pulse)
        {
            _seen[what] = (pulse, Stopwatch.GetTimestamp());
            return false;
        }

        return Stopwatch.GetElapsedTime(last.Since) >= lease;
    }
}
