using Luciole.Torch.Native;

namespace Luciole.Torch.Autograd;

/// <summary>Autograd follows this thread until the scope is disposed, as in a gradient function that computes something anew.</summary>
public sealed class GradScope : IDisposable
{
    private readonly int _before = LibLucioleTorch.GradModeGet();

    /// <summary>Switches autograd on.</summary>
    public GradScope() => LibLucioleTorch.GradModeSet(1);

    /// <summary>Puts autograd back as it was.</summary>
    public void Dispose() => LibLucioleTorch.GradModeSet(_before);
}
