using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Tests.Studies;

public sealed class StudyTests
{
    [Theory]
    [InlineData("image_53_BF_z0.ome.tiff", null, 53, Modality.BF, 0)]
    [InlineData("/data/Study_3/image_7_DIC_z31.ome.tif", null, 7, Modality.DIC, 31)]
    [InlineData("Study_3_BF_image_53_BF_z0.ome.tiff", "Study_3", 53, Modality.BF, 0)]
    [InlineData("image_1_PC_z12.npy", null, 1, Modality.PC, 12)]
    public void Names_of_planes_are_read(string path, string? study, int field, Modality modality, int z)
    {
        Assert.Equal(new FieldImageName(study, field, modality, z, null), FieldImageName.TryParse(path));
    }

    [Theory]
    [InlineData("image_53_Nucleus.ome.tiff", null, Organelle.Nucleus)]
    [InlineData("Study_12_DIC_image_53_Actin.ome.tiff", "Study_12", Organelle.Actin)]
    public void Names_of_targets_are_read(string path, string? study, Organelle organelle)
    {
        Assert.Equal(new FieldImageName(study, 53, null, null, organelle), FieldImageName.TryParse(path));
    }

    [Theory]
    [InlineData("image_53.ome.tiff")]
    [InlineData("image_53_BF.ome.tiff")]
    [InlineData("image_53_BF_z0.png")]
    [InlineData("image_53_Golgi.ome.tiff")]
    [InlineData("image_99999999999_BF_z0.ome.tiff")]
    [InlineData("myimage_5_BF_z0.ome.tiff")]
    [InlineData("")]
    public void Other_names_say_nothing(string path) => Assert.Null(FieldImageName.TryParse(path));

    [Fact]
    public void Numbers_are_matched_exactly()
    {
        var study = Study.Of("Study_1", ["image_5_Nucleus.ome.tiff", "image_5_BF_z10.ome.tiff", "image_5_BF_z9.ome.tiff", "image_53_BF_z0.ome.tiff", "notes_5.tif"]);
        Assert.Equal([5, 53], study.Fields.Select(f => f.Number));
        Assert.Equal([9, 10], study.Fields[0].Planes.Select(p => p.Z));
        Assert.Equal("image_5_Nucleus.ome.tiff", study.Fields[0].Targets[Organelle.Nucleus]);
        Assert.Empty(study.Fields[1].Targets);
        Assert.Equal(["notes_5.tif"], study.Strangers);
    }

    [Fact]
    public void Two_files_of_one_image_are_refused_with_both_names()
    {
        var error = Assert.Throws<InputException>(() => Study.Of("Study_1", ["image_5_BF_z0.ome.tiff", "image_5_BF_z0.tif"]));
        Assert.Contains("image_5_BF_z0.ome.tiff", error.Message);
        Assert.Contains("image_5_BF_z0.tif", error.Message);
    }

    [Fact]
    public void The_challenges_file_lists_give_the_counted_pairs()
    {
        var pairs = new Dictionary<Organelle, int>();
        var fields = 0;
        foreach (var list in Directory.GetFiles(Golden.Shared("data/challenge-filelists"), "*.tsv"))
        {
            var study = Study.Of(Path.GetFileNameWithoutExtension(list), File.ReadLines(list).Select(line => line.Split('\t')[0]).Where(name => name.Length > 0));
            Assert.Empty(study.Strangers);
            fields += study.Fields.Count;
            foreach (var field in study.Fields)
            {
                foreach (var organelle in field.Targets.Keys)
                    pairs[organelle] = pairs.GetValueOrDefault(organelle) + field.Planes.Count;
            }
        }

        Assert.Equal(2574, fields);
        Assert.Equal((51562, 36960, 2879, 313), (pairs[Organelle.Nucleus], pairs[Organelle.Mitochondria], pairs[Organelle.Tubulin], pairs[Organelle.Actin]));
    }

    [Fact]
    public void A_folder_is_read()
    {
        var study = Study.Read(Golden.Shared("data/neurons/Study_31"));
        Assert.Equal("Study_31", study.Name);
        Assert.All(study.Fields, field => Assert.Equal(Enumerable.Range(0, 13), field.Planes.Select(p => p.Z)));
    }
}
