using Luciole.Models;
using Luciole.Torch.Runtime;

namespace Luciole.Inference;

/// <summary>
/// Shares the memory that networks may keep beside their weights (<see cref="CpuCompute.KeptBudget"/>) among those of a set: where it does
/// not suffice for all, the network whose turn it is has it, as if it were alone.
/// </summary>
/// <param name="models">The networks.</param>
internal sealed class KeptSpace(IReadOnlyList<ImageToImageModel> models)
{
    private readonly bool[] _keeps = new bool[models.Count];
    private long _most;
    private long _before;
    private int _current = -1;

    /// <summary>Begins a network's turn.</summary>
    public void Enter(int model)
    {
        if (model == _current || models.Count == 1)
            return;
        if (_current >= 0)
        {
            _most = Math.Max(_most, CpuCompute.KeptBytes - _before);
            _keeps[_current] = true;
        }

        if (!_keeps[model] && CpuCompute.KeptBytes + _most > CpuCompute.KeptBudget)
        {
            foreach (var other in models)
                other.Trim();
            Array.Clear(_keeps);
        }

        (_current, _before) = (model, CpuCompute.KeptBytes);
    }
}
