namespace Luciole.Checkpoints;

/// <summary>
/// How much a pickle may ask for. A few bytes of a pickle can repeat an expensive step on a remembered value, so steps and copied bytes are
/// counted; a checkpoint of a billion parameters needs well under one per cent of either.
/// </summary>
internal sealed class PickleBudget(CheckpointFile file)
{
    private const long LargestSteps = 8_000_000;
    private const long LargestCopies = 256L << 20;

    private long _steps;
    private long _copied;

    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps > LargestSteps)
            throw file.Error($"its pickle holds more than {LargestSteps} values, where a checkpoint has some thousands; save arrays as tensors");
    }

    public void Copy(long bytes)
    {
        _copied += bytes;
        if (_copied > LargestCopies)
            throw file.Error($"its pickle spells out more than {LargestCopies >> 20} MiB of bytes; save arrays as tensors");
    }
}
