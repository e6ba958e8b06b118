using Luciole.Data.Discovery;
using Luciole.Data.Normalization;

namespace Luciole.Data.Checking;

/// <summary>What is known of an image that was decoded once.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Statistics">Measured on the whole image, after reflection to the patch size where that is switched on.</param>
public sealed record CheckedImage(ImageSize Size, ImageStatistics Statistics);
