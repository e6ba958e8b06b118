namespace Luciole.Torch.Modules;

/// <summary>A parameter or buffer under the dotted name it has in a checkpoint.</summary>
/// <param name="Name">For instance <c>blocks.0.attn.qkv.weight</c>.</param>
/// <param name="Tensor">The module's own tensor.</param>
/// <param name="IsParameter">True for a parameter, false for a buffer such as running statistics.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor, bool IsParameter);
