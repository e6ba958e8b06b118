using Luciole.Cli.Demo;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Cli.Tests.Demo;

public sealed class DemoStudiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_study_has_its_modality_and_every_field_its_planes_and_four_organelles()
    {
        new DemoStudies(_folder.FullName, "test").Write(firstStudy: 4, fieldsPerStudy: 1, firstField: 70, CancellationToken.None);
        var studies = new[] { 4, 5, 6 }.Select(n => Study.Read(_folder.File($"Study_{n}"))).ToList();
        Assert.All(studies, study => Assert.Empty(study.Strangers));
        var fields = studies.Select(study => Assert.Single(study.Fields)).ToList();
        Assert.Equal([70, 71, 72], fields.Select(field => field.Number));
        Assert.Equal([Modality.BF, Modality.PC, Modality.DIC], fields.Select(field => Assert.Single(field.Planes.Select(plane => plane.Modality).Distinct())));
        Assert.All(fields, field => Assert.Equal([0, 1, 2, 3, 4], field.Planes.Select(plane => plane.Z)));
        Assert.All(fields, field => Assert.Equal(Enum.GetValues<Organelle>(), field.Targets.Keys.Order()));

        var simulated = CellSimulator.Simulate(71, Modality.PC, 256, 256);
        Assert.Equal(simulated.Slices[3].Select(v => (float)v), Read(fields[1].Planes[3].Path, "PC"));
        Assert.Equal(simulated.Targets[Organelle.Actin].Select(v => (float)v), Read(fields[1].Targets[Organelle.Actin], "Actin"));
    }

    [Fact]
    public void Held_out_fields_are_measured_below_in_and_above_focus()
    {
        new DemoStudies(_folder.FullName, "test").Write(firstStudy: 1, fieldsPerStudy: 1, firstField: 5, CancellationToken.None);
        var fields = HeldOutFields.Read(_folder.FullName);
        var samples = fields.Samples(Organelle.Tubulin);
        Assert.Equal(
            ["image_5_BF_z0", "image_5_BF_z2", "image_5_BF_z4", "image_6_PC_z0", "image_6_PC_z2", "image_6_PC_z4", "image_7_DIC_z0", "image_7_DIC_z2", "image_7_DIC_z4"],
            samples.Select(sample => Path.GetFileName(sample.RawPath).Replace(".ome.tiff", "", StringComparison.Ordinal)));
        Assert.All(samples, sample => Assert.Equal($"image_{sample.Name!.Field}_Tubulin.ome.tiff", Path.GetFileName(sample.TargetPath)));
        Assert.Equal(3, fields.Shown.Count());
        Assert.All(fields.Shown, field => Assert.Contains(samples, sample => sample.RawPath == HeldOutFields.ShownPlane(field).Path));
    }

    private static float[] Read(string path, string channel)
    {
        using var image = ImageFile.Read(path);
        Assert.Equal([channel], TiffSummary.Read(path).ChannelNames);
        return image.ToSingle();
    }
}
