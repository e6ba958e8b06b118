using Luciole.Data.Studies;

namespace Luciole.Data.Simulation;

/// <summary>
/// A transmitted-light microscope: what part of the light arrives in each pixel, without noise. All three modalities are taken to
/// first order in the optical path, and planes off focus are blurred by a Gaussian that grows with the distance.
/// </summary>
internal abstract class TransmittedLight
{
    /// <summary>The microscope of a modality, as these simulations set it up.</summary>
    public static TransmittedLight Of(Modality modality) => modality switch
    {
        Modality.PC => new PhaseContrast(haloSigma: 9),
        Modality.DIC => new InterferenceContrast(shearY: 1, shearX: 1),
        _ => new BrightField(),
    };

    /// <summary>Relative intensity <c>[Y, X]</c>, 1 where there is nothing.</summary>
    /// <param name="specimen">What is looked at.</param>
    /// <param name="z">Distance from focus, in steps of the stage.</param>
    public abstract Raster Image(Specimen specimen, double z);

    /// <summary>The blur of a plane, in pixels.</summary>
    protected static double Blur(double z) => 1 + (0.3 * Math.Abs(z));
}
