using System.Runtime.ExceptionServices;

namespace Luciole.Data.Loading;

/// <summary>A group of items in work.</summary>
internal sealed class OrderedWorkGroup<T>(int number, int size, Func<int, T> begin)
{
    private readonly Lazy<T> _value = new(() => begin(number));
    private int _missing = size;
    private int _failedItem = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Its number, from 0.</summary>
    public int Number => number;

    /// <summary>Whether all items are made, or failed.</summary>
    public bool IsComplete => _missing == 0;

    /// <summary>What the items are put into.</summary>
    public T Value => _value.Value;

    /// <summary>The same once it is complete.</summary>
    /// <exception cref="Exception">What the first failing item failed with.</exception>
    public T Result
    {
        get
        {
            _failure?.Throw();
            return _value.Value;
        }
    }

    /// <summary>Counts an item.</summary>
    public void Finish(int item, Exception? failure)
    {
        _missing--;
        if (failure is null || item > _failedItem)
            return;
        _failedItem = item;
        _failure = ExceptionDispatchInfo.Capture(failure);
    }
}
