using Luciole.Torch;

namespace Luciole.Models;

/// <summary>Chains of operators that keep no link longer than needed.</summary>
internal static class TensorChain
{
    /// <summary>Applies <paramref name="next"/> and frees this tensor's handle; autograd holds what it needs by itself.</summary>
    public static Tensor Then(this Tensor owned, Func<Tensor, Tensor> next)
    {
        using (owned)
            return next(owned);
    }
}
