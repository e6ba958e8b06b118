using Luciole.Data.Discovery;

namespace Luciole.Data.Loading;

/// <summary>One finished patch <c>[Y, X, C]</c> and its target.</summary>
internal sealed record LoadedPatch(Sample Sample, float[] Raw, float[]? Target);
