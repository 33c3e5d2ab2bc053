from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_public_bodies'),
    ]

    operations = [
        migrations.AddField(
            model_name='round',
            name='keep_weeks',
            field=models.PositiveSmallIntegerField(default=4, verbose_name='hoeveel weken we bewaren'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('keep_weeks__gte', 1), ('keep_weeks__lte', 4)), name='round_keeps_at_most_four_weeks'),
        ),
    ]
