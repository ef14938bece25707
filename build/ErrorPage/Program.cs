using System.Reflection;
using QlikSnowflake.ErrorPage;

var root = typeof(AboutErrors)
    .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(a => a.Key == "Repository")
    .Value!;
File.WriteAllText(Path.Combine(root, AboutErrors.PagePath), AboutErrors.Write(ErrorId.ReadAll(root)));
Console.WriteLine($"Written: {AboutErrors.PagePath}");
