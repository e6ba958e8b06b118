using Luciole.Data.RandomStreams;
using Luciole.Data.Studies;

namespace Luciole.Data.Simulation;

/// <summary>
/// Draws cells into a specimen. Every organelle both holds its stain and changes the light that passes: nuclei and nucleoli, the
/// cell's cortex, mitochondria (which absorb as well, for their cytochromes), fibres and microtubules add to the optical path.
/// </summary>
internal sealed class SpecimenPainter
{
    // What a filament of strength 1 adds to the optical path, per pixel of its length.
    private const double MitochondriaPhase = 0.75;
    private const double MitochondriaAbsorption = 0.06;
    private const double FibrePhase = 0.22;
    private const double MicrotubulePhase = 0.14;
    private const double CortexWidth = 1.6;

    private readonly Specimen _specimen;
    private readonly Raster _coarse;
    private readonly Raster _fine;
    private readonly Raster _fibres;
    private readonly Raster _microtubules;
    private readonly Raster _mitochondria;

    private SpecimenPainter(SampleRandom random, int height, int width)
    {
        _specimen = new Specimen(height, width);
        _coarse = Raster.Texture(random, height, width, 3);
        _fine = Raster.Texture(random, height, width, 1.2);
        (_fibres, _microtubules, _mitochondria) = (new Raster(height, width), new Raster(height, width), new Raster(height, width));
    }

    /// <summary>A field full of cells.</summary>
    public static Specimen Paint(SampleRandom random, int height, int width)
    {
        var painter = new SpecimenPainter(random, height, width);
        foreach (var cell in SimulatedCell.Scatter(random, height, width))
            painter.Draw(cell);
        painter.AddFilaments();
        return painter._specimen;
    }

    private void Draw(SimulatedCell cell)
    {
        DrawBody(cell);
        DrawNucleus(cell);
        foreach (var spot in cell.Nucleoli)
        {
            ForEach(spot.Centre, 3 * spot.Sigma, (point, i) =>
            {
                _specimen.Phase.Values[i] += (float)(spot.Height * spot.Profile(point));
                _specimen.Stain(Organelle.Nucleus).Values[i] *= (float)(1 - (0.6 * spot.Profile(point)));
            });
        }

        foreach (var spot in cell.Granules)
            ForEach(spot.Centre, 3 * spot.Sigma, (point, i) => _specimen.Phase.Values[i] += (float)(spot.Height * spot.Profile(point)));
        foreach (var (filaments, map) in new[] { (cell.Mitochondria, _mitochondria), (cell.StressFibres, _fibres), (cell.Microtubules, _microtubules) })
        {
            foreach (var filament in filaments)
                map.Deposit(filament);
        }
    }

    private void DrawBody(SimulatedCell cell) => ForEach(cell.Body.Centre, cell.Body.Reach, (point, i) =>
    {
        var depth = cell.Body.Depth(point);
        if (depth >= 1)
            return;
        _specimen.CellMask[i] = true;
        var dome = Math.Sqrt(1 - (depth * depth)) * Edge(depth, 0.15);
        var beyondMiddle = (cell.Body.Inset(point, depth) - (1.5 * CortexWidth)) / CortexWidth;
        var cortex = cell.Cortex * Math.Exp(-beyondMiddle * beyondMiddle / 2) * Edge(depth, 0.03);
        _specimen.Phase.Values[i] += (float)((cell.Thickness * dome * (1 + (0.04 * _coarse.Values[i]) + (0.02 * _fine.Values[i]))) + (0.12 * cortex));
        _specimen.Absorption.Values[i] += (float)(0.02 * dome);
        // A little of every stain is dissolved in the cytoplasm.
        _specimen.Stain(Organelle.Nucleus).Values[i] += (float)(0.03 * dome);
        _specimen.Stain(Organelle.Mitochondria).Values[i] += (float)(0.03 * dome);
        _specimen.Stain(Organelle.Actin).Values[i] += (float)((0.08 * dome) + (0.7 * cortex));
        var cytoplasm = 1 - Inside(cell.Nucleus, point);
        _specimen.Stain(Organelle.Tubulin).Values[i] += (float)(0.12 * dome * cytoplasm);
    });

    private void DrawNucleus(SimulatedCell cell) => ForEach(cell.Nucleus.Centre, cell.Nucleus.Reach, (point, i) =>
    {
        if (cell.Nucleus.Depth(point) >= 1)
            return;
        _specimen.NucleusMask[i] = true;
        var inside = Inside(cell.Nucleus, point);
        _specimen.Phase.Values[i] += (float)(cell.NucleusDensity * inside * (1 + (0.12 * _fine.Values[i])));
        _specimen.Absorption.Values[i] += (float)(0.015 * inside);
        _specimen.Stain(Organelle.Nucleus).Values[i] += (float)(cell.NucleusStain * inside * Math.Max(0, 1 + (0.15 * _coarse.Values[i]) + (0.1 * _fine.Values[i])));
    });

    private void AddFilaments()
    {
        // Mitochondria are about half a micrometre thick.
        var thick = _mitochondria.Blurred(0.9);
        _specimen.Stain(Organelle.Mitochondria).AddScaled(thick, 1);
        _specimen.Stain(Organelle.Actin).AddScaled(_fibres, 1);
        _specimen.Stain(Organelle.Tubulin).AddScaled(_microtubules, 1);
        _specimen.Phase.AddScaled(thick, MitochondriaPhase);
        _specimen.Phase.AddScaled(_fibres, FibrePhase);
        _specimen.Phase.AddScaled(_microtubules, MicrotubulePhase);
        _specimen.Absorption.AddScaled(thick, MitochondriaAbsorption);
    }

    private void ForEach(Point centre, double radius, Action<Point, int> pixel)
    {
        for (var y = Math.Max(0, (int)(centre.Y - radius)); y <= Math.Min(_specimen.Height - 1, (int)(centre.Y + radius + 1)); y++)
        {
            for (var x = Math.Max(0, (int)(centre.X - radius)); x <= Math.Min(_specimen.Width - 1, (int)(centre.X + radius + 1)); x++)
                pixel(new Point(y, x), (y * _specimen.Width) + x);
        }
    }

    private static double Inside(BlobShape nucleus, Point point) => Edge(nucleus.Depth(point), 0.14);

    /// <summary>From 1 inside to 0 on the outline, smoothly over the outer part of the radius.</summary>
    private static double Edge(double depth, double softness)
    {
        var t = Math.Clamp((1 - depth) / softness, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
