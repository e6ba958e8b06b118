namespace Luciole.Models.Footprint;

/// <summary>
/// Follows the memory of a pass through a network without making it: which tensors are alive while operators run one after the other,
/// which of them autograd keeps, and, in training, how the way back frees them again.
/// </summary>
/// <param name="isTraining">Whether a backward pass follows.</param>
/// <param name="hasGradients">Whether the gradients of parameters are there already when it begins.</param>
/// <param name="recomputed">Blocks of which only the input is kept.</param>
internal sealed class MemoryTape(bool isTraining, bool hasGradients = false, RecomputedParts recomputed = RecomputedParts.None)
{
    private const int BytesPerElement = sizeof(float);
    private List<Entry> _entries = [];
    private readonly List<long> _trained = [];
    private readonly List<long> _parameters = [];
    private bool _isRepeated;

    /// <summary>Whether a backward pass follows.</summary>
    public bool IsTraining { get; } = isTraining;

    /// <summary>Whether autograd keeps what it needs for the way back.</summary>
    public bool IsFollowed { get; private set; } = isTraining;

    /// <summary>Tensors between input and output, what operators need for a moment, and the gradients of parameters as they come.</summary>
    public MemoryUse Activations { get; } = new();

    /// <summary>Bytes that autograd keeps at the end of the forward pass.</summary>
    public long Kept { get; private set; }

    /// <summary>Sizes of the parameters in bytes.</summary>
    public IReadOnlyList<long> Parameters => _parameters;

    /// <summary>Sizes in bytes of the parameters that are trained.</summary>
    public IReadOnlyList<long> TrainedParameters => _trained;

    /// <summary>A parameter with so many scalars.</summary>
    public void Parameter(long count, bool isTrained = true)
    {
        if (!_isRepeated)
            _parameters.Add(count * BytesPerElement);
        if (!isTrained)
            return;
        if (!_isRepeated)
            _trained.Add(count * BytesPerElement);
        if (!hasGradients && IsFollowed)
            _entries.Add(new Entry([], [], 0, count * BytesPerElement));
    }

    /// <summary>A tensor with so many elements comes alive.</summary>
    public MemoryBlock Make(long elements) => MakeBytes(elements * BytesPerElement);

    /// <summary>A tensor of so many bytes comes alive.</summary>
    public MemoryBlock MakeBytes(long bytes)
    {
        Activations.Take(bytes);
        return new MemoryBlock(bytes);
    }

    /// <summary>The network needs a tensor no longer; it stays alive as long as autograd keeps it.</summary>
    public void Drop(MemoryBlock block)
    {
        block.IsHeld = false;
        FreeUnlessKept(block);
    }

    /// <summary>Tensors with so many elements each are needed for a moment beside what is alive.</summary>
    public void Scratch(params ReadOnlySpan<long> elements)
    {
        foreach (var count in elements)
            Activations.Take(count * BytesPerElement);
        foreach (var count in elements)
            Activations.Give(count * BytesPerElement);
    }

    /// <summary>
    /// An operator ran: autograd keeps <paramref name="kept"/>, and on the way back needs tensors with so many elements each beside them,
    /// the gradients of result and argument among them.
    /// </summary>
    public void Ran(ReadOnlySpan<MemoryBlock> kept, params ReadOnlySpan<long> backward)
    {
        if (!IsFollowed)
            return;
        foreach (var block in kept)
            block.Keepers++;
        _entries.Add(new Entry(kept.ToArray(), backward.ToArray(), 0, 0));
    }

    /// <summary>Whether blocks of this kind keep only their input.</summary>
    public bool IsRecomputed(RecomputedParts kind) => recomputed.HasFlag(kind);

    /// <summary>A block of this kind: if such are recomputed, autograd keeps its input alone, and it runs once more on the way back.</summary>
    public MemoryBlock Block(RecomputedParts kind, MemoryBlock input, Func<MemoryBlock> part)
    {
        if (!IsFollowed || !IsRecomputed(kind))
            return part();
        input.Keepers++;
        IsFollowed = false;
        var output = part();
        IsFollowed = true;
        _entries.Add(new Entry([input], [], 0, 0) { Repeat = part });
        return output;
    }

    /// <summary>
    /// From here, on the way back, a gradient of so many elements waits until the place of <see cref="GradientOf"/>; to be called where
    /// two paths join.
    /// </summary>
    public void GradientWaits(long elements) => Wait(elements);

    /// <summary>Where the waiting gradient is taken up; to be called before the other path begins.</summary>
    public void GradientOf(long elements) => Wait(-elements);

    /// <summary>Runs the way back, if one follows; the tape is used up then.</summary>
    public void Backward()
    {
        Kept = Activations.Now;
        if (IsTraining)
            Back(_entries);
        _entries.Clear();
    }

    private void Back(List<Entry> entries)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            var (kept, backward, waiting, gradient) = entries[i];
            if (entries[i].Repeat is { } part)
                Again(part);
            if (waiting > 0)
                Activations.Take(waiting * BytesPerElement);
            else
                Activations.Give(-waiting * BytesPerElement);
            Scratch(backward);
            Activations.Take(gradient);
            foreach (var block in kept)
            {
                block.Keepers--;
                FreeUnlessKept(block);
            }
        }
    }

    private void Again(Func<MemoryBlock> part)
    {
        (_entries, _isRepeated) = ([], true);
        var output = part();
        Drop(output);
        var entries = _entries;
        Back(entries);
        _isRepeated = false;
    }

    private void Wait(long elements)
    {
        if (IsFollowed)
            _entries.Add(new Entry([], [], elements, 0));
    }

    private void FreeUnlessKept(MemoryBlock block)
    {
        if (block.IsHeld || block.Keepers > 0 || block.IsFreed)
            return;
        block.IsFreed = true;
        Activations.Give(block.Bytes);
    }

    private readonly record struct Entry(MemoryBlock[] Kept, long[] Backward, long Waiting, long Gradient)
    {
        public Func<MemoryBlock>? Repeat { get; init; }
    }
}
