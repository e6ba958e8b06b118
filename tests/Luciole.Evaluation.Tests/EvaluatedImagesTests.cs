using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation.Tests;

public sealed class EvaluatedImagesTests : IDisposable
{
    private static readonly Organelle[] s_all = Enum.GetValues<Organelle>();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("images", "")]
    [InlineData("", "images")]
    public void The_containers_folders_are_found_with_and_without_images_above_them(string abovePredictions, string aboveTruths)
    {
        Touch("p", abovePredictions, "nucleus-fluorescence-ome-tiff", "image_10.tiff");
        Touch("p", abovePredictions, "nucleus-fluorescence-ome-tiff", "image_9.tiff");
        Touch("p", abovePredictions, "actin-fluorescence-ome-tiff", "image_10.tiff");
        Touch("t", aboveTruths, "nucleus-fluorescence-ome-tiff", "image_9.ome.tif");
        var images = EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null);
        Assert.Equal(["image_9.tiff", "image_10.tiff"], images.Select(i => i.Name));
        Assert.Equal([Organelle.Nucleus], images[0].Pairs.Keys);
        Assert.EndsWith("image_9.ome.tif", images[0].Pairs[Organelle.Nucleus].Truth);
        Assert.Empty(images[1].Pairs);
    }

    [Fact]
    public void Predictions_of_a_model_set_are_found_in_their_folders_and_by_their_stacks()
    {
        Touch("p", "nucleus", "image_7_PC.ome.tif");
        Touch("p", "tubulin", "image_7_PC.ome.tif");
        Touch("p", "confidence", "nucleus", "image_7_PC.ome.tif");
        Touch("t", "nucleus", "image_7_Nucleus.ome.tiff");
        Touch("t", "tubulin", "image_7_Tubulin.ome.tiff");
        var image = Assert.Single(EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null));
        Assert.Equal([Organelle.Nucleus, Organelle.Tubulin], image.Pairs.Keys.Order());
        Assert.EndsWith("image_7_Tubulin.ome.tiff", image.Pairs[Organelle.Tubulin].Truth);
        Assert.Equal(Modality.PC, image.Modality);
    }

    [Fact]
    public void A_folder_of_one_organelle_needs_its_name()
    {
        Touch("p", "a.tif");
        Touch("t", "a.tif");
        Assert.Equal([Organelle.Tubulin], Assert.Single(EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Tubulin], null)).Pairs.Keys);
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "p: ", "--organelle nucleus");
    }

    [Fact]
    public void A_fields_fluorescence_serves_all_its_planes()
    {
        Touch("p", "image_7_BF_z3.ome.tiff");
        Touch("p", "image_7_BF_z4.tif");
        Touch("t", "image_7_Nucleus.ome.tiff");
        var images = EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], null);
        Assert.All(images, i => Assert.EndsWith("image_7_Nucleus.ome.tiff", i.Pairs[Organelle.Nucleus].Truth));
        Assert.Equal([Modality.BF, Modality.BF], images.Select(i => i.Modality));
    }

    [Fact]
    public void Folders_as_predict_writes_them_and_fields_of_view_in_folders_are_found()
    {
        Touch("p", "nucleus", "image_3_PC_z0.ome.tif");
        Touch("p", "nucleus", "image_4_PC_z1.ome.tif");
        Touch("p", "confidence", "nucleus", "image_3_PC_z0.ome.tif");
        Touch("t", "field_3", "image_3_Nucleus.ome.tiff");
        Touch("t", "field_4", "image_4_Nucleus.ome.tiff");
        Touch("x", "field_3", "image_3_PC_z0.ome.tiff");
        Touch("x", "field_4", "image_4_PC_z1.ome.tiff");
        var images = EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], null);
        Assert.Equal(["image_3_Nucleus.ome.tiff", "image_4_Nucleus.ome.tiff"], images.Select(i => Path.GetFileName(i.Pairs[Organelle.Nucleus].Truth)));
        Assert.Equal(_folder.File("x", "field_4", "image_4_PC_z1.ome.tiff"), new TransmittedLight(_folder.File("x")).Of(images[1]));
        Touch("t", "field_4", "image_3_Nucleus.ome.tiff");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], null), Path.Combine("field_3", "image_3_Nucleus.ome.tiff"), "one name");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Refused(() => EvaluatedImages.Find(_folder.File("none"), _folder.File("none"), s_all, null), "none: no such folder");
        Directory.CreateDirectory(_folder.File("empty"));
        Refused(() => EvaluatedImages.Find(_folder.File("empty"), _folder.File("empty"), s_all, null), "holds neither images nor folders");

        Touch("p", "nucleus-fluorescence-ome-tiff", "a.tiff");
        Touch("t", "nucleus-fluorescence-ome-tiff", "b.tiff");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "no truth of the name", "a.tiff");
        Touch("t", "nucleus-fluorescence-ome-tiff", "a.tiff");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "b.tiff: has no prediction");
        Touch("p", "nucleus-fluorescence-ome-tiff", "b.tiff");
        Touch("t", "actin-fluorescence-ome-tiff", "a.tiff");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "no folder actin-fluorescence-ome-tiff");
        Touch("p", "actin-fluorescence-ome-tiff", "b.tiff");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "a.tiff: has no prediction of the name a");
        Assert.Equal(2, EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], null).Count);
        Touch("p", "nucleus-fluorescence-ome-tiff", "b.ome.tif");
        Refused(() => EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), s_all, null), "b.tiff", "b.ome.tif", "which have one name");
    }

    [Fact]
    public void The_focus_table_tells_modality_and_deviation()
    {
        Touch("p", "image_1.tiff");
        Touch("t", "image_1.tiff");
        var table = FocusTable.Read(Csv("best_z,name,modality,image_z", "5,\"image_1.ome.tiff\",pc,9", "", "0,other,DIC,0"));
        var image = Assert.Single(EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], table));
        Assert.Equal((Modality.PC, 4), (image.Modality, image.FocusDeviation));
        Refused(() => table.Of("image_2.tiff"), "has no row for image_2.tiff");
    }

    [Theory]
    [InlineData("no column best_z", "name,modality,image_z")]
    [InlineData("no column name", "")]
    [InlineData("line 2 has 2 cells", "name,modality,image_z,best_z", "a,BF")]
    [InlineData("the modality \"XY\"", "name,modality,image_z,best_z", "a,XY,1,2")]
    [InlineData("the modality \"1\"", "name,modality,image_z,best_z", "a,1,1,2")]
    [InlineData("\"x\" for image_z", "name,modality,image_z,best_z", "a,BF,x,2")]
    [InlineData("line 3 says of a.tif", "name,modality,image_z,best_z", "a,BF,1,2", "a.tif,BF,1,3")]
    public void A_focus_table_that_cannot_be_read_is_refused(string words, params string[] lines) => Refused(() => FocusTable.Read(Csv(lines)), "focus.csv", words);

    [Fact]
    public void Without_a_table_the_modality_is_that_of_the_inputs_channel()
    {
        GreyImages.Write(_folder.File("in", "images", OrganelleFolders.TransmittedLight, "a.tiff"), GreyImages.Noise(1, 16), 4, 4, "DIC");
        GreyImages.Write(_folder.File("in", "images", OrganelleFolders.TransmittedLight, "b.tiff"), GreyImages.Noise(1, 16), 4, 4, "lamp");
        foreach (var name in new[] { "a.tif", "b.tif", "c.tif", "image_4_PC_z1.tif" })
            Touch("p", name);
        foreach (var name in new[] { "a.tif", "b.tif" })
            Touch("t", name);
        var light = new TransmittedLight(_folder.File("in"));
        var images = light.TellModalities(EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Actin], null));
        Assert.Equal([Modality.DIC, null, null, Modality.PC], images.Select(i => i.Modality));
        Touch("t", "c.tif");
        Refused(() => light.TellModalities(EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Actin], null)), "no transmitted-light image of the name of c.tif");
    }

    private static void Refused(Func<object> action, params string[] words)
    {
        var message = Assert.Throws<InputException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message));
        Assert.DoesNotContain('\n', message);
    }

    private string Csv(params string[] lines)
    {
        File.WriteAllLines(_folder.File("focus.csv"), lines);
        return _folder.File("focus.csv");
    }

    private void Touch(params string[] parts)
    {
        var path = _folder.File(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }
}
