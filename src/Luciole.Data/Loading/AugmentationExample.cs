using Luciole.Data.Augmentation;
using Luciole.Data.Discovery;

namespace Luciole.Data.Loading;

/// <summary>A patch as it is read, and as augmentation leaves it.</summary>
/// <param name="Sample">Where it comes from.</param>
/// <param name="Position">Its number among the patches of an epoch without augmentation and in order, from 0.</param>
/// <param name="Original">Normalised, not augmented.</param>
/// <param name="Augmented">The same, augmented.</param>
public sealed record AugmentationExample(Sample Sample, int Position, AugmentedPair Original, AugmentedPair Augmented);
