using System.Diagnostics.CodeAnalysis;

namespace Luciole.Data.Loading;

/// <summary>What the threads of an <see cref="OrderedWork{T}"/> and the one that uses their results share.</summary>
internal sealed class OrderedWorkState<T>(IReadOnlyList<int> groupSizes, Func<int, T> begin, int ahead)
{
    // Not a Lock: the threads wait for each other here.
    private readonly object _gate = new();
    private readonly Dictionary<int, OrderedWorkGroup<T>> _open = [];
    private int _end = groupSizes.Count;
    private int _group;
    private int _item;
    private int _taken = -1;
    private bool _stopped;

    /// <summary>The next item to be made; waits while enough groups are ahead. False when nothing is left to do.</summary>
    public bool TryClaim([NotNullWhen(true)] out OrderedWorkGroup<T>? group, out int item)
    {
        lock (_gate)
        {
            while (!_stopped && _group < _end && _group > _taken + ahead)
                Monitor.Wait(_gate);
            (group, item) = (null, _item);
            if (_stopped || _group >= _end)
                return false;
            if (!_open.TryGetValue(_group, out group))
                _open[_group] = group = new OrderedWorkGroup<T>(_group, groupSizes[_group], begin);
            _item++;
            if (_item == groupSizes[_group])
                (_group, _item) = (_group + 1, 0);
            return true;
        }
    }

    /// <summary>Tells that an item is made, or why it is not.</summary>
    public void Finish(OrderedWorkGroup<T> group, int item, Exception? failure)
    {
        lock (_gate)
        {
            group.Finish(item, failure);
            // Nothing after a failure is ever handed out.
            if (failure is not null)
                _end = Math.Min(_end, group.Number + 1);
            if (group.IsComplete)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next group; the one taken before counts as used up. Waits until it is complete. False at the end, or when stopped.</summary>
    /// <exception cref="Exception">What an item of the group failed with.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T value)
    {
        OrderedWorkGroup<T>? group;
        lock (_gate)
        {
            _taken++;
            Monitor.PulseAll(_gate);
            while (!_stopped && _taken < _end && !(_open.TryGetValue(_taken, out group) && group.IsComplete))
                Monitor.Wait(_gate);
            value = default;
            if (_stopped || !_open.Remove(_taken, out group))
                return false;
        }

        value = group.Result;
        return true;
    }

    /// <summary>No item is begun any more; who waits goes on.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}
