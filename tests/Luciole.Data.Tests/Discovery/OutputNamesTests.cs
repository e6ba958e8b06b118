using Luciole.Data.Discovery;

namespace Luciole.Data.Tests.Discovery;

public sealed class OutputNamesTests
{
    [Fact]
    public void The_extension_is_replaced_and_nothing_else()
    {
        Assert.Equal(
            ["Study_3_BF_image_53_BF_z0.ome.tif", "cells 0.5µm.tif", "a.tif", "field.1.tif"],
            OutputNames.For(["/d/Study_3_BF_image_53_BF_z0.ome.tiff", "/d/cells 0.5µm.TIF", "a.npy", "field.1"]));
    }

    [Fact]
    public void Equal_names_carry_as_many_folders_as_it_takes()
    {
        Assert.Equal(
            ["f1_a.tif", "f2_a.tif", "b.tif"],
            OutputNames.For(["/d/f1/a.tif", "/d/f2/a.tif", "/d/f1/b.tif"]));
        Assert.Equal(["x_f_a.tif", "y_f_A.tif"], OutputNames.For(["/x/f/a.tif", "/y/f/A.tif"]));
    }

    [Fact]
    public void Names_that_differ_in_the_extension_only_stay_apart()
    {
        var names = OutputNames.For(["/d/a.tif", "/d/a.npy", "/d/a.tiff"]);
        Assert.Equal(["d_a_tif.tif", "d_a_npy.tif", "d_a_tiff.tif"], names);
    }

    [Fact]
    public void No_two_inputs_ever_share_a_name()
    {
        string[] folders = ["/d", "/d/f1", "/d/f1/f2", "/d/f1_f2", "/e"];
        string[] files = ["a.tif", "A.tif", "a.npy", "f1_a.tif", "f1_f2_a.tif", "a_tif.tif", "d_a.tif"];
        var names = OutputNames.For([.. folders.SelectMany(folder => files.Select(file => $"{folder}/{file}"))]);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.DoesNotContain('/', name));
    }
}
