using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>The order of channels in memory that a GPU's matrix units read.</summary>
public static class ChannelsLast
{
    /// <summary>
    /// Lays the kernels of a network's convolutions out with their channels innermost; maps then follow. Values and shapes stay. To be
    /// called before an optimiser looks at the network.
    /// </summary>
    public static void Apply(Module network)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        foreach (var (_, tensor, _) in network.Parameters())
        {
            if (tensor.Dimensions == 4)
                tensor.ReplaceData(tensor.Detach().ToChannelsLast());
        }
    }
}
