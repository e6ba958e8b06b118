namespace Luciole.Torch.Profiling;

/// <summary>
/// Tells how the time of a forward pass on the processor splits by kind of layer. While a clock is open, layers that its thread runs
/// note under which kind their time goes; time inside an inner layer counts for that one alone, so that the kinds add up to the whole.
/// A layer that does the work of several books all of it under its dearest one. The open clock is per-thread state: layers have to find it
/// without every one of them taking one more argument. Without a clock a layer pays for one look at it. Clocks do not nest. A GPU
/// works on while the processor goes ahead: there the clock says nothing.
/// </summary>
public sealed class LayerClock : IDisposable
{
    [ThreadStatic]
    private static LayerClock? t_open;

    private readonly TimeProvider _time;
    private readonly long[] _ticks = new long[Enum.GetValues<LayerKind>().Length];
    private LayerKind _kind;
    private long _since;

    /// <summary>Opens a clock on this thread; time goes to <see cref="LayerKind.Other"/> until a layer begins.</summary>
    /// <param name="time">Where the time comes from; null: the system.</param>
    /// <exception cref="InvalidOperationException">This thread has an open one.</exception>
    public LayerClock(TimeProvider? time = null)
    {
        if (t_open is not null)
            throw new InvalidOperationException("This thread has an open layer clock already.");
        _time = time ?? TimeProvider.System;
        _since = _time.GetTimestamp();
        t_open = this;
    }

    /// <summary>The time that went to one kind so far, layers that are not finished included.</summary>
    public TimeSpan this[LayerKind kind]
    {
        get
        {
            var ticks = _ticks[(int)kind] + (t_open == this && kind == _kind ? _time.GetTimestamp() - _since : 0);
            return _time.GetElapsedTime(0, ticks);
        }
    }

    /// <summary>Books the time until the result is disposed under <paramref name="kind"/>, when a clock is open on this thread.</summary>
    public static Section Measure(LayerKind kind) => t_open is { } clock ? new Section(clock, clock.Enter(kind)) : default;

    /// <summary>Ends the measurement; the times can be read afterwards.</summary>
    public void Dispose()
    {
        if (t_open != this)
            return;
        Enter(LayerKind.Other);
        t_open = null;
    }

    private LayerKind Enter(LayerKind kind)
    {
        var (before, now) = (_kind, _time.GetTimestamp());
        _ticks[(int)before] += now - _since;
        (_kind, _since) = (kind, now);
        return before;
    }

    /// <summary>A layer at work; dispose it when the layer is done.</summary>
    public readonly ref struct Section
    {
        private readonly LayerClock? _clock;
        private readonly LayerKind _outer;

        internal Section(LayerClock clock, LayerKind outer)
        {
            _clock = clock;
            _outer = outer;
        }

        /// <summary>Gives the time from now on back to the layer outside.</summary>
        public void Dispose() => _clock?.Enter(_outer);
    }
}
